using AbuseServerless.Accounts;
using AbuseServerless.AuthPolicy;
using AbuseServerless.Azure.AuthPolicy;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Suspensions;
using Microsoft.Extensions.Logging.Abstractions;

namespace AbuseServerless.Azure.Tests.AuthPolicy;

/// <summary>That somebody tried, while the account was refused.</summary>
public sealed class RefusedAttemptTests
{
    private static readonly AccountName Bot = AccountName.Parse("bot/#?@example.jp");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_last_refused_attempt_is_written_beside_the_suspension_and_stays_when_it_is_lifted()
    {
        await using var storage = await TestStorage.StartAsync();
        using var worker = Worker.On(storage.ConnectionString);
        await worker.Suspensions.SuspendAsync(Bot, null, "operator", "Complaint", Cancellation);
        var attempts = new RefusedAttempts();
        var last = Worker.Start.AddMinutes(7);
        attempts.Note(AccountName.Parse("unknown"), last);
        attempts.Note(Bot, last);
        var table = new RefusedAttemptTable(new Tables(TestStorage.Open(storage.ConnectionString)));
        using var writer = new RefusedAttemptWriter(attempts, table, worker.Time, NullLogger<RefusedAttemptWriter>.Instance);
        await writer.WriteAsync(Cancellation);
        Assert.Null((await worker.Suspensions.FindAsync(Bot, Cancellation))!.LastAttempt);
        await table.FoldAsync(Cancellation);

        var suspension = await worker.Suspensions.FindAsync(Bot, Cancellation);
        Assert.Equal((SuspensionState.Active, 1, last), (suspension!.State, suspension.Transitions, suspension.LastAttempt));
        Assert.Null(await worker.Suspensions.FindAsync(AccountName.Parse("unknown"), Cancellation));
        var lifted = await worker.Suspensions.ResumeAsync(Bot, Judgement.None, "operator", "Password changed", Cancellation);
        Assert.Equal(last, lifted.Suspension!.LastAttempt);
        Assert.Empty(attempts.Take(10));

        // What was folded is gone: another time that was brought meanwhile is not undone by the next run.
        await table.WriteAsync([new(Bot, last.AddHours(1))], Cancellation);
        await table.FoldAsync(Cancellation);
        await table.FoldAsync(Cancellation);
        Assert.Equal(last.AddHours(1), (await worker.Suspensions.FindAsync(Bot, Cancellation))!.LastAttempt);
    }
}
