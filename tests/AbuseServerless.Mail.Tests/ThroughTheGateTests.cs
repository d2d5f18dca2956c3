using AbuseServerless.Mail.Tests.Installations;
using AbuseServerless.Mail.Tests.Logins;
using AbuseServerless.Mail.Tests.Smtp;
using AbuseServerless.Quotas;

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
    public async Task From_a_country_that_its_allowance_does_not_name_an_account_is_refused_with_a_text_of_its_own_and_what_is_open_there_sends_nothing()
    {
        const string abroad = "8.8.8.8";
        var provider = (ProviderWithGate)Provider;
        await using var open = await provider.Mail.StayLoggedInAsync(Account, abroad, Cancellation);
        Assert.Equal(SmtpReply.Done, (await open.SendAsync(Account, Friend, Cancellation)).Code);

        await provider.AllowAsync(Account, ["JP", "GB"], Cancellation);
        SmtpReply? refusal = null;
        await Eventually.HoldsAsync(async () => (refusal = await provider.Mail.LogInAsync(Account, abroad, Cancellation)).Code == SmtpReply.LoginRefused, () => "the account is refused abroad", Cancellation);

        Assert.EndsWith(ProviderWithGate.Abroad, refusal!.Text, StringComparison.Ordinal);
        Assert.Equal(refusal, await provider.Mail.LogInAsync(Account, abroad, Cancellation, "wrong"));
        var ofOpen = await open.SendAsync(Account, Friend, Cancellation);
        Assert.Equal(SmtpReply.Refused, ofOpen.Code);
        Assert.EndsWith(ProviderWithGate.Abroad, ofOpen.Text, StringComparison.Ordinal);
        Assert.Equal(SmtpReply.LoggedIn, (await LogInAsync()).Code);
        Assert.Equal(SmtpReply.LoggedIn, (await provider.Mail.LogInAsync(Account, "81.2.69.142", Cancellation)).Code);
        Assert.Equal(SmtpReply.LoggedIn, (await provider.Mail.LogInAsync(provider.Mail.NextAccount(), abroad, Cancellation)).Code);

        // The first login and the two behind it are evidence; those that were refused are none.
        await provider.UntilJudgedAsync(Account, 3, Cancellation);
        Assert.All(provider.EventsOf(Account), message => Assert.Contains("\"success\":true", message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Beyond_the_limit_of_its_plan_a_message_is_deferred_or_held_and_other_accounts_go_on()
    {
        var (deferred, held, other) = (Account, Provider.Mail.NextAccount(), Provider.Mail.NextAccount());
        await ((ProviderWithGate)Provider).LimitAsync(deferred, "DEFER_IF_PERMIT", Cancellation);
        await ((ProviderWithGate)Provider).LimitAsync(held, "HOLD", Cancellation);

        await using var first = await Provider.Mail.StayLoggedInAsync(deferred, World.Home, Cancellation);
        Assert.Equal(SmtpReply.Done, (await first.SendAsync(deferred, Friend, Cancellation)).Code);
        var refusal = await first.SendAsync(deferred, Friend, Cancellation);
        Assert.Equal(new SmtpReply(450, $"4.7.1 <{deferred}>: Sender address rejected: This account has reached its sending limit. Try again later, or contact support."), refusal);

        await using var second = await Provider.Mail.StayLoggedInAsync(held, World.Home, Cancellation);
        var before = Provider.Mail.Held().Count;
        Assert.Equal(SmtpReply.Done, (await second.SendAsync(held, Friend, Cancellation)).Code);
        Assert.Equal(before, Provider.Mail.Held().Count);
        Assert.Equal(SmtpReply.Done, (await second.SendAsync(held, Friend, Cancellation)).Code);
        await Eventually.HoldsAsync(() => Provider.Mail.Held().Count == before + 1, () => "the message is held", Cancellation);

        await using var third = await Provider.Mail.StayLoggedInAsync(other, World.Home, Cancellation);
        for (var message = 0; message < 3; message++)
        {
            Assert.Equal(SmtpReply.Done, (await third.SendAsync(other, Friend, Cancellation)).Code);
        }
    }

    [Fact]
    public async Task A_message_that_is_held_for_its_last_recipients_uses_up_nothing_and_the_next_one_within_the_limit_passes()
    {
        var account = Provider.Mail.NextAccount();
        await ((ProviderWithGate)Provider).LimitAsync(account, "HOLD", new QuotaLimits { MessagesPerHour = 2, RecipientsPerHour = 4, DomainsPerHour = 2 }, Cancellation);
        await using var session = await Provider.Mail.StayLoggedInAsync(account, World.Home, Cancellation);
        var held = Provider.Mail.Held();

        // Two of four recipients, and one of two domains.
        Assert.Equal(SmtpReply.Done, (await session.SendAsync(account, ["a@x.test", "b@x.test"], Cancellation)).Code);

        // A third domain at the last recipient but one: all of it waits in the hold queue.
        var reply = await session.SendAsync(account, ["a@x.test", "a@y.test", "a@z.test", "c@x.test"], Cancellation);
        Assert.Equal(SmtpReply.Done, reply.Code);
        await Eventually.HoldsAsync(() => Provider.Mail.Held().Count == held.Count + 1, () => $"the message is held: {Provider.Mail.RecentLog()}", Cancellation);
        var id = Assert.Single(Provider.Mail.Held().Except(held));
        Assert.Contains(id, reply.Text, StringComparison.Ordinal);

        // What is left is left: a message, two recipients, and another domain than that of the held one.
        Assert.Equal(SmtpReply.Done, (await session.SendAsync(account, ["a@v.test", "b@v.test"], Cancellation)).Code);
        Assert.Equal(SmtpReply.Done, (await session.SendAsync(account, ["a@x.test"], Cancellation)).Code);
        await Eventually.HoldsAsync(() => Provider.Mail.Held().Count == held.Count + 2, () => $"the last message is held, and it alone: {Provider.Mail.RecentLog()}", Cancellation);
    }

    [Fact]
    public async Task From_more_clients_than_its_plan_allows_a_message_is_refused_while_the_others_go_on()
    {
        var account = Provider.Mail.NextAccount();
        await ((ProviderWithGate)Provider).LimitAsync(account, "REJECT", new QuotaLimits { ClientsPer5Minutes = 2 }, Cancellation);
        await using var first = await Provider.Mail.StayLoggedInAsync(account, World.Addresses[0], Cancellation);
        await using var second = await Provider.Mail.StayLoggedInAsync(account, World.Addresses[1], Cancellation);
        await using var third = await Provider.Mail.StayLoggedInAsync(account, World.Addresses[2], Cancellation);
        await using var again = await Provider.Mail.StayLoggedInAsync(account, World.Addresses[0], Cancellation);

        Assert.Equal(SmtpReply.Done, (await first.SendAsync(account, Friend, Cancellation)).Code);
        Assert.Equal(SmtpReply.Done, (await second.SendAsync(account, Friend, Cancellation)).Code);
        var refusal = await third.SendAsync(account, Friend, Cancellation);
        Assert.Equal(new SmtpReply(SmtpReply.Refused, $"5.7.1 <{account}>: Sender address rejected: This account has reached its sending limit, so this message is not sent. Contact support."), refusal);
        Assert.Equal(SmtpReply.Done, (await first.SendAsync(account, Friend, Cancellation)).Code);
        Assert.Equal(SmtpReply.Done, (await again.SendAsync(account, Friend, Cancellation)).Code);
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
