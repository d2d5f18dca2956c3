using AbuseServerless.AuthPolicy;
using AbuseServerless.Fuzzing.Tests.Mutations;
using AbuseServerless.Gate.Snapshots;
using AbuseServerless.Suspensions;

namespace AbuseServerless.Fuzzing.Tests.Snapshots;

public sealed class SnapshotFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("abuse-fuzz-").FullName;
    private int _folders;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_file_is_a_snapshot_or_is_refused_with_nothing_taken_and_nothing_else_is_thrown() => CsCheck.Check.Sample(
        Inputs.Like(
            """{"saved":"2026-11-24T01:02:03+00:00","accounts":[{"account":"alice@example.jp","until":null,"transitions":2},{"account":"bob","until":"2026-12-01T00:00:00+00:00","transitions":4}],"enforcement":{"mode":"Enforce","time":"2026-11-24T01:02:03+00:00","by":"noc","reason":"x"}}"""u8.ToArray(),
            """{"saved":"2026-11-24T01:02:03+00:00","accounts":[],"watched":[{"account":"alice@example.jp","since":"2026-11-23T00:00:00+00:00","transitions":3}],"falsePositives":[{"account":"bob","transitions":2}],"mode":"Enforce","asOf":"2026-11-24T01:02:03+00:00"}"""u8.ToArray(),
            """{"saved":"2026-11-24T01:02:03+00:00","accounts":[],"commands":[{"id":"1","kind":"Hold","account":"bob","time":"2026-11-24T01:02:03+00:00","until":"2026-11-25T01:02:03+00:00","by":"noc","reason":"x","heldByOthers":true},null],"answers":"0123456789abcdef0123456789abcdef"}"""u8.ToArray(),
            """{"saved":"2026-11-24T01:02:03+00:00","accounts":[{"account":"bob","until":null,"transitions":5}],"judged":[{"account":"bob","transitions":5,"verdicts":[{"first":1,"last":2,"judgement":"FalsePositive"}]},{"account":"carol","transitions":1,"verdicts":null}]}"""u8.ToArray(),
            """{"saved":"2026-11-24T01:02:03+00:00","accounts":null}"""u8.ToArray(),
            """{"saved":"2026-11-24T01:02:03+00:00","accounts":[null]}"""u8.ToArray(),
            """{"accounts":[{"account":null}]}"""u8.ToArray()),
        bytes =>
        {
            var folder = Directory.CreateDirectory(Path.Combine(_folder, $"{Interlocked.Increment(ref _folders)}")).FullName;
            File.WriteAllBytes(Path.Combine(folder, "suspended.json"), bytes);
            var snapshot = new SuspensionSnapshot(TimeProvider.System);
            try
            {
                new SnapshotFile(folder).LoadInto(snapshot, new EnforcementSwitch(Microsoft.Extensions.Options.Options.Create(new EnforcementOptions())));
            }
            catch (InvalidDataException)
            {
                Assert.False(snapshot.IsLoaded);
                Assert.Equal(0, snapshot.Count);
            }

            Directory.Delete(folder, recursive: true);
        },
        iter: Inputs.Iterations / 10);
}
