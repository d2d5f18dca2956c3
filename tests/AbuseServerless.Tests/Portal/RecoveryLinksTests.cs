using System.Text;
using AbuseServerless.Accounts;
using AbuseServerless.Notifications;
using AbuseServerless.Portal;
using AbuseServerless.Suspensions;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Tests.Portal;

public sealed class RecoveryLinksTests
{
    private const string First = "first-secret-of-32-characters-or-more";
    private const string Second = "second-secret-of-32-characters-or-more";

    private static readonly DateTimeOffset Now = new(2026, 11, 29, 12, 0, 0, TimeSpan.Zero);
    private static readonly RecoveryLink Link = new(AccountName.Parse("alice@example.jp"), 2, Now);

    [Fact]
    public void A_link_stands_for_its_account_suspension_and_end_and_shows_none_of_them()
    {
        var links = Of((1, First));
        var address = links.AddressOf(Link);
        Assert.StartsWith("https://app.example/api/recover#", address, StringComparison.Ordinal);
        Assert.Equal(Link, links.Read(TokenOf(links)));
        Assert.NotEqual(address, links.AddressOf(Link));
        var bytes = System.Buffers.Text.Base64Url.DecodeFromChars(TokenOf(links));
        Assert.DoesNotContain("alice", Encoding.Latin1.GetString(bytes), StringComparison.Ordinal);
    }

    [Fact]
    public void A_token_of_which_any_bit_is_changed_or_any_part_is_missing_is_none()
    {
        var links = Of((1, First), (2, Second), (3, First));
        var bytes = System.Buffers.Text.Base64Url.DecodeFromChars(TokenOf(links));
        for (var bit = 0; bit < 8 * bytes.Length; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << bit % 8);
            Assert.Null(links.Read(System.Buffers.Text.Base64Url.EncodeToString(bytes)));
            bytes[bit / 8] ^= (byte)(1 << bit % 8);
        }

        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.Null(links.Read(System.Buffers.Text.Base64Url.EncodeToString(bytes.AsSpan(0, length))));
        }

        Assert.Equal(Link, links.Read(System.Buffers.Text.Base64Url.EncodeToString(bytes)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("!")]
    [InlineData("a")]
    [InlineData("ü")]
    [InlineData("AQ==")]
    public void What_is_no_token_is_none(string text) => Assert.Null(Of((1, First)).Read(text));

    [Fact]
    public void A_text_that_is_too_long_is_none() => Assert.Null(Of((1, First)).Read(new string('A', RecoveryLinks.MaximumTokenLength + 1)));

    [Fact]
    public void Links_of_an_old_key_work_until_it_is_removed_and_new_ones_are_of_the_first()
    {
        var old = TokenOf(Of((1, First)));
        var both = Of((2, Second), (1, First));
        Assert.Equal(Link, both.Read(old));
        Assert.Equal(Link, Of((2, Second)).Read(TokenOf(both)));
        Assert.Null(Of((2, Second)).Read(old));

        // A version that is given to another secret opens nothing.
        Assert.Null(Of((1, Second)).Read(old));
    }

    [Fact]
    public void A_suspended_account_is_offered_a_link_but_not_one_whose_password_was_changed_in_the_last_seven_days()
    {
        var links = Of((1, First));
        Assert.Equal(new RecoveryLink(Link.Account, 1, Now.AddDays(3)), links.Offer(Active));
        Assert.Null(links.Offer(Active with { State = SuspensionState.Watched }));
        Assert.Null(links.Offer(Active with { State = SuspensionState.Lifted }));
        Assert.Null(links.Offer(Active with { Recovered = new(Now - RecoveryLinks.Pause + TimeSpan.FromSeconds(1), "link:mail", "x") }));
        Assert.NotNull(links.Offer(Active with { Recovered = new(Now - RecoveryLinks.Pause, "link:mail", "x") }));
        Assert.Null(new RecoveryLinks(Options.Create(new NotificationOptions())).Offer(Active));
    }

    [Theory]
    [InlineData(SuspensionState.Active, 1, true)]
    [InlineData(SuspensionState.Active, 2, false)]
    [InlineData(SuspensionState.Pending, 1, false)]
    [InlineData(SuspensionState.Watched, 1, false)]
    [InlineData(SuspensionState.Lifted, 1, false)]
    [InlineData(SuspensionState.Expired, 1, false)]
    public void Of_a_suspension_that_does_not_stand_any_more_nothing_can_be_told(SuspensionState state, int activation, bool changes)
    {
        var recovery = new Recovery(null, TimeSpan.FromDays(7), Judgement.None, "link:mail", null) { Activation = activation };
        Assert.Equal(changes ? 2 : 0, SuspensionRules.Recover(Active with { State = state }, Link.Account, recovery, Now.AddHours(1)).Count);
        Assert.Empty(SuspensionRules.Recover(null, Link.Account, recovery, Now));
    }

    [Fact]
    public void What_an_operator_has_decided_the_subscriber_does_not_undo()
    {
        var links = Of((1, First));
        var recovery = new Recovery(null, TimeSpan.FromDays(7), Judgement.None, "link:mail", null) { Activation = 1 };
        var byTimer = Active with { By = "timer" };
        Assert.NotNull(links.Offer(byTimer));
        Assert.NotEmpty(SuspensionRules.Recover(byTimer, Link.Account, recovery, Now.AddHours(1)));
        foreach (var decided in (Suspension[])[
            Active with { By = "noc", Suspended = new(Now, "noc", "Spam in the queue") },
            Active with { Judged = new(Now, "noc", "x"), Judgement = Judgement.Abuse },
            Active with { By = "noc", Until = null },
            Active with { Suspended = null },
        ])
        {
            Assert.Null(links.Offer(decided));
            Assert.Empty(SuspensionRules.Recover(decided, Link.Account, recovery, Now.AddHours(1)));
        }
    }

    private static Suspension Active => new() { Account = Link.Account, State = SuspensionState.Active, Since = Now, By = "net:Countries", Reason = "x", Transitions = 1, Activations = 1, Suspended = new(Now, "net:Countries", "x") };

    private static string TokenOf(RecoveryLinks links) => links.AddressOf(Link).Split('#')[1];

    private static RecoveryLinks Of(params (int Version, string Key)[] keys)
    {
        var options = new NotificationOptions();
        options.Mail.RecoveryLink.Page = "https://app.example/api/recover";
        foreach (var (version, key) in keys)
        {
            options.Mail.RecoveryLink.Keys.Add(new RecoveryKeyOptions { Version = version, Key = key });
        }

        return new RecoveryLinks(Options.Create(options));
    }
}
