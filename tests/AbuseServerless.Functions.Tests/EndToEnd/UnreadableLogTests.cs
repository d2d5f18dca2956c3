using System.IO.Compression;
using System.Text;

namespace AbuseServerless.Functions.Tests.EndToEnd;

/// <summary>What is no log is never a log without suspensions.</summary>
public sealed class UnreadableLogTests : IDisposable
{
    private const string Event = """{"time":"2026-11-20T01:00:00Z","account":"alice@example.jp","ip":"192.0.2.1","success":true}""";

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string, string> Logs => new()
    {
        { "empty", "auto" },
        { "empty", "json" },
        { "empty", "postfix" },
        { "foreign", "auto" },
        { "foreign", "json" },
        { "foreign", "dovecot" },
        { "foreign", "postfix" },
        { "compressed", "postfix" },
        { "binary", "auto" },
        { "binary", "json" },
        { "binary", "dovecot" },
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Logs))]
    public async Task Nothing_recognised_is_an_error(string content, string format)
    {
        var log = Path.Combine(_folder.Path, "some.log");
        await File.WriteAllBytesAsync(log, Content(content), Cancellation);
        using var program = LocalProgram.Start(["replay", "some.log", "--format", format], folder: _folder.Path);
        await AssertRefusedAsync(program, log, "nothing recognised");
    }

    [Fact]
    public async Task An_empty_folder_is_no_log()
    {
        using var program = LocalProgram.Start(["replay", "."], folder: _folder.Path);
        await AssertRefusedAsync(program, _folder.Path, "there is no file in this folder");
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_named_by_its_full_path()
    {
        using var program = LocalProgram.Start(["replay", "auth.jsonl", "--json"], folder: _folder.Path);
        await AssertRefusedAsync(program, Path.Combine(_folder.Path, "auth.jsonl"), "no such file");
    }

    private static async Task AssertRefusedAsync(LocalProgram program, string path, string why)
    {
        var (code, output, error) = await program.RunAsync([], Cancellation);
        Assert.True(code == 1, $"{code}: {output}{error}");
        Assert.Empty(output);

        // Nothing was started for it.
        Assert.DoesNotContain("Starting ", error, StringComparison.Ordinal);
        var last = error.Trim().Split('\n')[^1];
        Assert.Contains(path, last, StringComparison.Ordinal);
        Assert.Contains(why, last, StringComparison.Ordinal);
    }

    private static byte[] Content(string kind)
    {
        switch (kind)
        {
            case "empty":
                return [];
            case "foreign":
                return Encoding.UTF8.GetBytes("192.0.2.1 - - [20/Nov/2026:01:00:00 +0000] \"GET / HTTP/1.1\" 200 12\nNov 20 01:00:00 mx1 sshd[1]: Accepted publickey for root\n");
            case "compressed":
                using (var bytes = new MemoryStream())
                {
                    using (var gzip = new GZipStream(bytes, CompressionLevel.Fastest))
                    {
                        gzip.Write(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(Event + "\n", 100))));
                    }

                    return bytes.ToArray();
                }

            default:
                // Long lines among short ones: longer than a message may be.
                var random = new byte[3 << 20];
                new Random(1).NextBytes(random);
                random.AsSpan(1 << 20).Replace((byte)'\n', (byte)'x');
                random.AsSpan(1 << 20).Replace((byte)'\r', (byte)'x');
                return random;
        }
    }
}
