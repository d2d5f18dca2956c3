using System.IO.Compression;
using AbuseServerless.Fuzzing.Tests.Mutations;
using AbuseServerless.Ingestion.Logs.Files;
using CsCheck;

namespace AbuseServerless.Fuzzing.Tests.Logs.Mail;

/// <summary>A log that is written piece by piece, rotated and compressed between the imports of a program that ends after each.</summary>
public sealed class GrowingLogTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("abuse-fuzz-").FullName;
    private int _folders;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // Each input makes a folder of files.
    [Fact]
    public Task However_a_log_is_cut_into_pieces_and_files_its_events_are_the_same_and_none_comes_twice() => Gen.Int.SampleAsync(
        async seed =>
        {
            var log = new WrittenLog(seed);
            var folder = Directory.CreateDirectory(Path.Combine(_folder, $"{Interlocked.Increment(ref _folders)}")).FullName;
            var read = await ReadInPiecesAsync(folder, log.Bytes, new Random(seed));
            read.AddRange(MailReading.NewReader(ImportState.Load(Path.Combine(folder, "state")).Readers).Rest());
            Assert.Equal(log.Events.SelectMany(events => events).Order(StringComparer.Ordinal), read.Order(StringComparer.Ordinal));
            Directory.Delete(folder, recursive: true);
        },
        iter: Inputs.Iterations / 20);

    private static async Task<List<string>> ReadInPiecesAsync(string folder, byte[] bytes, Random random)
    {
        var events = new List<string>();
        var path = Path.Combine(folder, "mail.log");
        for (var from = 0; from < bytes.Length;)
        {
            var to = Math.Min(bytes.Length, from + random.Next(1, 3_000));
            var rotates = random.Next(4) == 0;
            if (rotates)
            {
                // A log is rotated between two lines.
                to = Array.IndexOf(bytes, (byte)'\n', to - 1) + 1;
            }

            await File.AppendAllBytesAsync(path, bytes[from..to]);
            from = to;
            if (!rotates || random.Next(2) == 0)
            {
                await ImportAsync(path, folder, events);
            }

            if (rotates)
            {
                await ImportAsync(Rotate(path, compress: random.Next(2) == 0), folder, events);
            }
        }

        return events;
    }

    private static string Rotate(string path, bool compress)
    {
        var rotated = path + (compress ? ".gz" : ".1");
        if (!compress)
        {
            File.Move(path, rotated, overwrite: true);
            return rotated;
        }

        using (var file = new GZipStream(File.Create(rotated), CompressionLevel.Fastest))
        {
            file.Write(File.ReadAllBytes(path));
        }

        File.Delete(path);
        return rotated;
    }

    private static async Task ImportAsync(string path, string folder, List<string> events)
    {
        var stateFile = Path.Combine(folder, "state");
        var state = ImportState.Load(stateFile);
        var reader = MailReading.NewReader(state.Readers);
        await using var file = await LogFile.OpenAsync(path, CancellationToken.None);
        if (file.Id is not { } id)
        {
            return;
        }

        await file.StartAtAsync(state.PositionOf(id), CancellationToken.None);
        while (await file.ReadLineAsync(CancellationToken.None) is { } line)
        {
            events.AddRange(reader.Events(line));
        }

        (state.At(id, file.Position) with { Readers = reader.Save() }).Save(stateFile);
    }
}
