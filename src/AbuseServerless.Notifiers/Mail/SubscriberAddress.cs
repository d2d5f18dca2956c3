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
}
