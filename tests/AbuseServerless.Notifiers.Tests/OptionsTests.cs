using AbuseServerless.Notifications;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Notifiers.Tests;

public sealed class OptionsTests
{
    public static TheoryData<string, Action<NotificationOptions>> Bad => new()
    {
        { "Notifications:Webhook:Url is neither an absolute https URL", o => Hook(o).Url = "http://example.jp/hook" },
        { "Notifications:Webhook:Url is neither an absolute https URL", o => Hook(o).Url = "/hook" },
        { "Notifications:Webhook:Url is neither an absolute https URL", o => Hook(o).Url = "file:///etc/passwd" },
        { "Notifications:Webhook:Url contains a user name", o => Hook(o).Url = "https://me:secret@example.jp/hook" },
        { "Notifications:Webhook:Secret is required", o => Hook(o).Secret = "" },
        { "Notifications:Webhook:Secret is required", o => Hook(o).Secret = "short" },
        { "Notifications:Webhook:Url is missing", o => o.Webhook.Secret = "a secret of some length" },
        { "Timeout", o => Hook(o).Timeout = TimeSpan.Zero },
        { "Notifications:Mail:Host is missing", o => o.Mail.ToSubscriber = true },
        { "Notifications:Mail:Host is missing", o => o.Mail.ToWatchedSubscriber = true },
        { "Notifications:Mail:ToSubscriber is false, but Notifications:Mail:RecoveryLink:Page is set", o => Mail(o).RecoveryLink.Page = "https://app.example/api/recover" },
        { "Notifications:Mail:RecoveryLink:Page must be an https address", o => Link(o).Page = "http://app.example/api/recover" },
        { "Notifications:Mail:RecoveryLink:Page must be an https address", o => Link(o).Page = "https://app.example/api/recover?x=1" },
        { "Notifications:Mail:RecoveryLink:To must be {account}, or a mail address with {user}", o => Link(o).To = "all@example.jp" },
        { "without the domain, one subscriber would get another's link", o => Link(o).To = "{user}@recovery.example.jp" },
        { "Notifications:Mail:RecoveryLink:To must be", o => Link(o).To = "Recovery <{user}@{domain}.recovery.example.jp>" },
        { "Notifications:Mail:RecoveryLink:To must be", o => Link(o).To = "{user}.{domian}@{domain}.recovery.example.jp" },
        { "Notifications:Mail:RecoveryLink:Keys is empty", o => Link(o).Keys.Clear() },
        { "Notifications:Mail:RecoveryLink:Keys has two keys of one Version", o => Link(o).Keys.Add(new RecoveryKeyOptions { Key = new string('k', 32) }) },
        { "must be 32 to 256 visible ASCII characters", o => Link(o).Keys[0].Key = new string('k', 31) },
        { "Notifications:Mail:ToSubscriber is false, but Notifications:Mail:ToWatchedSubscriber is true", o => Mail(o).ToWatchedSubscriber = true },
        { "Notifications:Mail:From is required", o => Mail(o).From = "support" },
        { "Notifications:Mail:From is required", o => Mail(o).From = "" },
        { "Notifications:Mail:OperatorTo is not a mail address", o => Mail(o).OperatorTo = "noc" },
        { "nobody would get mail", o => (Mail(o).OperatorTo, o.Mail.ToSubscriber) = ("", false) },
        { "Notifications:Mail:Password and Notifications:Mail:User", o => Mail(o).User = "me" },
        { "a password may be sent unencrypted only to this machine", o => (Mail(o).User, o.Mail.Password, o.Mail.Security) = ("me", "secret", MailSecurity.None) },
        { "Notifications:Mail:TimeZone is 'Tokyo'", o => Mail(o).TimeZone = "Tokyo" },
        { "Notifications:Mail:Contact must be one line", o => Mail(o).Contact = "a\nb" },
        { "Port", o => Mail(o).Port = 0 },
        { "Notifications:MaximumRetry is 00:00:10", o => o.MaximumRetry = TimeSpan.FromSeconds(10) },
        { "GiveUpAfter", o => o.GiveUpAfter = TimeSpan.Zero },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public void A_bad_setting_is_an_error_that_names_it(string named, Action<NotificationOptions> configure)
    {
        var error = Assert.Throws<OptionsValidationException>(() => Check(configure));
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
    }

    public static TheoryData<Action<NotificationOptions>> Good => new(
        _ => { },
        o => Hook(o),
        o => Hook(o).Url = "http://127.0.0.1:8080/hook",
        o => Hook(o).Url = "http://localhost/hook",
        o => Mail(o),
        o => Mail(o).ToSubscriber = o.Mail.ToWatchedSubscriber = true,
        o => Link(o).Keys.Add(new RecoveryKeyOptions { Version = 2, Key = new string('q', 256) }),
        o => Link(o).To = "{account}",
        o => Link(o).To = "{user}-{domain}@recovery.example.jp",
        o => (Mail(o).User, o.Mail.Password) = ("me", "secret"),
        o => (Mail(o).User, o.Mail.Password, o.Mail.Security, o.Mail.Host) = ("me", "secret", MailSecurity.None, "127.0.0.1"),
        o => (Mail(o).TimeZone, o.Mail.From) = ("Asia/Tokyo", "サポート <support@example.jp>"));

    [Theory]
    [MemberData(nameof(Good))]
    public void A_good_setting_is_taken(Action<NotificationOptions> configure) => Check(configure);

    private static RecoveryLinkOptions Link(NotificationOptions options)
    {
        Mail(options).ToSubscriber = true;
        var link = options.Mail.RecoveryLink;
        (link.Page, link.To) = ("https://app.example/api/recover", "{user}@{domain}.recovery.example.jp");
        link.Keys.Add(new RecoveryKeyOptions { Key = new string('k', 32) });
        return link;
    }

    private static WebhookOptions Hook(NotificationOptions options)
    {
        (options.Webhook.Url, options.Webhook.Secret) = ("https://example.jp/hook", "a s3cret of some length");
        return options.Webhook;
    }

    private static MailOptions Mail(NotificationOptions options)
    {
        (options.Mail.Host, options.Mail.From, options.Mail.OperatorTo) = ("mail.example.jp", "support@example.jp", "noc@example.jp");
        return options.Mail;
    }

    private static void Check(Action<NotificationOptions> configure)
    {
        var services = new ServiceCollection();
        services.AddOptions<NotificationOptions>().Configure(configure).ValidateDataAnnotations();
        using var provider = services.BuildServiceProvider();
        _ = provider.GetRequiredService<IOptions<NotificationOptions>>().Value;
    }
}
