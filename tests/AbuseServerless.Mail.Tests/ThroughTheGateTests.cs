using AbuseServerless.Mail.Tests.Installations;
using AbuseServerless.Mail.Tests.Logins;
using AbuseServerless.Mail.Tests.Smtp;

namespace AbuseServerless.Mail.Tests;

/// <summary>Dovecot and Postfix ask the gate on their own host.</summary>
public sealed class ThroughTheGateTests(ProviderWithGate provider) : SubmissionTests(provider), IClassFixture<ProviderWithGate>
{
    private const string Friend = "friend@example.org";

    [Fact]
    public async Task A_session_that_was_open_before_the_suspension_is_refused_at_its_next_message_and_others_go_on()
    {
        var other = Provider.Mail.NextAccount();
        await using var open = await Provider.Mail.StayLoggedInAsync(Account, World.Home, Cancellation);
        await using var others = await Provider.Mail.StayLoggedInAsync(other, World.Home, Cancellation);
        Assert.Equal(SmtpReply.Done, (await open.SendAsync(Account, Friend, Cancellation)).Code);

        await TravelAsync(10);
        await UntilRefusedAsync();

        var refusal = await open.SendAsync(Account, Friend, Cancellation);
        Assert.Equal(SmtpReply.Refused, refusal.Code);
        Assert.EndsWith(Provider.Refusal, refusal.Text, StringComparison.Ordinal);
        Assert.Equal(SmtpReply.Done, (await others.SendAsync(other, Friend, Cancellation)).Code);
    }

    [Fact]
    public async Task A_session_sends_again_once_its_account_is_resumed()
    {
        await using var open = await Provider.Mail.StayLoggedInAsync(Account, World.Home, Cancellation);
        await SuspendAsync();
        await UntilRefusedAsync();
        Assert.Equal(SmtpReply.Refused, (await open.SendAsync(Account, Friend, Cancellation)).Code);

        await ResumeAsync();
        await UntilLoggedInAsync();

        Assert.Equal(SmtpReply.Done, (await open.SendAsync(Account, Friend, Cancellation)).Code);
    }
}
