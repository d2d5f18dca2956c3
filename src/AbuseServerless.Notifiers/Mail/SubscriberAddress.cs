using System.Net.Mail;
using AbuseServerless.Accounts;
using MimeKit;

namespace AbuseServerless.Notifiers.Mail;

/// <summary>Where the subscriber of an account gets mail.</summary>
internal static class SubscriberAddress
{
    /// <summary>The account's name; null where it is no mail address. Nothing but an address: a login may be anything, such as a list of addresses.</summary>
    public static MailboxAddress? Of(AccountName account) =>
        MailAddress.TryCreate(account.Value, out var address) && address.Address == account.Value && !account.Value.Any(char.IsControl) ? new MailboxAddress("", account.Value) : null;

    /// <summary>Where the subscriber has mail elsewhere, by a pattern; null where that makes no address.</summary>
    /// <param name="pattern">With <c>{user}</c> and <c>{domain}</c>; or <c>{account}</c>.</param>
    /// <param name="account">The account's address.</param>
    public static MailboxAddress? Elsewhere(string pattern, MailboxAddress account)
    {
        var at = account.Address.LastIndexOf('@');
        var text = pattern == "{account}"
            ? account.Address
            : pattern.Replace("{domain}", account.Address[(at + 1)..], StringComparison.Ordinal).Replace("{user}", account.Address[..at], StringComparison.Ordinal);
        return MailAddress.TryCreate(text, out var address) && address.Address == text && !text.Any(char.IsControl) ? new MailboxAddress("", text) : null;
    }
}
