using System.Management.Automation;
using AbuseServerless.PowerShell.Accounts;
using AbuseServerless.PowerShell.Boundary;

namespace AbuseServerless.PowerShell.Cmdlets;

/// <summary>Gets the queued mail of accounts from all mail hosts, and names the hosts that have not answered.</summary>
[Cmdlet(VerbsCommon.Get, "GeoQueue")]
[OutputType(typeof(GeoQueuedMessage))]
public sealed class GetGeoQueueCommand : GeoQueueCommand
{
    /// <summary>Account names; wildcards are not allowed.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, HelpMessage = "Account names; wildcards are not allowed.")]
    [Alias("UserPrincipalName", "Email", "EmailAddress", "Mail", "Login", "User", "Identity")]
    [AccountInput]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(LiteralKnownAccounts))]
    public string[] Account { get; set; } = [];

    /// <summary>Returns times in this machine's zone instead of UTC.</summary>
    [Parameter(HelpMessage = "Returns times in this machine's zone instead of UTC.")]
    public SwitchParameter Local { get; set; }

    private protected override bool IsLocal => Local;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var account in Account)
        {
            Order(GeoQueueAction.List, account, heldByOthers: false, "Asked what is queued.");
        }
    }

    private protected override void Tell(QueueReply reply)
    {
        foreach (var message in reply.Mail)
        {
            WriteObject(message);
        }

        if (reply.Messages > reply.Mail.Count)
        {
            WriteWarning($"{reply.Messages:N0} messages of account '{Visible.Of(reply.Order.Account)}' are queued on {reply.Host}; these are the {reply.Mail.Count:N0} oldest.");
        }
    }
}
