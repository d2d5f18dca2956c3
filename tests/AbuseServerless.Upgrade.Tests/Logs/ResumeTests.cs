using AbuseServerless.Gate.Following;
using AbuseServerless.Ingestion.Logs;
using AbuseServerless.Ingestion.Logs.Files;

namespace AbuseServerless.Upgrade.Tests.Logs;

public sealed class ResumeTests
{
    [Theory]
    [MemberData(nameof(WrittenVersion.All), MemberType = typeof(WrittenVersion))]
    public async Task An_import_goes_on_behind_the_last_line_and_knows_the_account_of_a_queued_message(string version)
    {
        using var copy = WrittenVersion.Copy(version);
        var state = ImportState.Load(copy[ResumeFiles.Resume]);
        await File.AppendAllLinesAsync(copy[ResumeFiles.Log], [ResumeFiles.Next]);

        var (next, events) = await ResumeFiles.ReadAsync(copy[ResumeFiles.Log], state);

        Assert.Equal(Story.Bot, Assert.IsType<DeliveryLine>(Assert.Single(events)).Event.Account);
        next.Save(copy[ResumeFiles.Resume]);
        Assert.Empty((await ResumeFiles.ReadAsync(copy[ResumeFiles.Log], ImportState.Load(copy[ResumeFiles.Resume]))).Events);
    }

    [Theory]
    [MemberData(nameof(WrittenVersion.All), MemberType = typeof(WrittenVersion))]
    public void A_gate_goes_on_with_a_log_that_it_follows(string version)
    {
        using var copy = WrittenVersion.Copy(version);
        var state = FollowState.Load(copy[ResumeFiles.Follow]);
        Assert.Equal((12L, 3L), (state?.Logins, state?.Deliveries));
        Assert.Equal(ImportState.Load(copy[ResumeFiles.Resume]).Logs, state!.Import.Logs);

        (state with { Logins = 13 }).Save(copy[ResumeFiles.Follow]);

        var again = FollowState.Load(copy[ResumeFiles.Follow]);
        Assert.Equal((13L, 3L), (again?.Logins, again?.Deliveries));
        Assert.Equal(state.Import.Logs, again!.Import.Logs);
        Assert.Equal(state.Import.Readers, again.Import.Readers);
    }
}
