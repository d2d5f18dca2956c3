using System.IO.Compression;
using System.Text;
using AbuseServerless.Azure.EventHubs;
using AbuseServerless.Azure.Ingestion;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Local.EventHubs;
using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Producer;

namespace AbuseServerless.Azure.Tests.Ingestion;

public sealed class MailLogImportTests : IAsyncLifetime
{
    private const string Auths = "auth-events";
    private const string Deliveries = "delivery-events";

    private readonly string _folder = Directory.CreateTempSubdirectory("abuse-serverless-").FullName;
    private EventHubsEndpoint _hubs = null!;
    private int _number;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Log => Path.Combine(_folder, "mail.log");

    private string StateFile => Path.Combine(_folder, "mail.resume");

    public async ValueTask InitializeAsync() => _hubs = await EventHubsEndpoint.StartAsync(
        0, new Dictionary<string, int> { [Auths] = 2, [Deliveries] = 2 }, null, TimeProvider.System, Cancellation);

    public async ValueTask DisposeAsync()
    {
        await _hubs.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Auths_and_deliveries_of_a_log_reach_their_hubs_and_no_recipient_does()
    {
        Append(Log, Message(), Message(), ["no line of Postfix", "Nov 31 00:00:00 mail postfix/smtp[1]: AAAAAA: to=<secret@gmail.com>, relay=none, delay=0, delays=0/0/0/0, dsn=2.0.0, status=sent (ok)"]);
        File.AppendAllText(Log, "and an unfinished one");
        await using var import = Import(null);

        var counts = await import.ImportAsync(Log, follow: false, Cancellation);

        Assert.Equal((11L, 2L, 4L, 0L, 1.0), (counts.Lines, counts.Auths, counts.Deliveries, counts.Malformed, counts.Share));
        Assert.Equal((2L, "no line of Postfix"), (import.Understood.NotUnderstood, import.Understood.Example));
        Assert.Equal(2, Stored(Auths).Count);
        Assert.Equal(4, Stored(Deliveries).Count);
        Assert.DoesNotContain(Stored(Auths).Concat(Stored(Deliveries)), message => message.Contains("secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_was_sent_is_not_sent_again_also_from_a_log_that_was_renamed_and_compressed()
    {
        Append(Log, Message(), Message()[..2]);
        Assert.Equal(2, await ImportAsync(Log));
        Assert.Equal(0, await ImportAsync(Log));

        File.AppendAllText(Log, "Nov 24 16:57:47 mail postfix/qmgr[1]: unfinis");
        Assert.Equal(0, await ImportAsync(Log));

        File.AppendAllText(Log, "hed: removed\n");
        Append(Log, Message());
        Compress(Log, Log + ".2.gz");
        File.Delete(Log);
        Append(Log, Message());
        Assert.Equal(2, await ImportAsync(Log + ".2.gz"));
        Assert.Equal(2, await ImportAsync(Log));
        Assert.Equal(0, await ImportAsync(Log + ".2.gz"));
        Assert.Equal(6, Stored(Deliveries).Count);
    }

    [Fact]
    public async Task A_message_that_expires_in_a_later_import_is_told_with_its_login()
    {
        var message = Message("deferred");
        Append(Log, message[..3]);
        await ImportAsync(Log);

        Append(Log, ["Nov 24 18:57:47 mail postfix/qmgr[1]: AAAA01: from=<a@b>, status=expired, returned to sender"]);
        Assert.Equal(1, await ImportAsync(Log));
        Assert.Contains("\"account\":\"alice@rig.test\"", Assert.Single(Stored(Deliveries), text => text.Contains("expired", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_a_hub_away_nothing_is_marked_as_sent()
    {
        Append(Log, Message());
        await ImportAsync(Log);
        Append(Log, Message());
        await _hubs.DisposeAsync();
        await using (var import = Import(StateFile, TimeSpan.Zero))
        {
            await Assert.ThrowsAsync<StorageException>(() => import.ImportAsync(Log, follow: false, Cancellation));
        }

        await InitializeAsync();
        Assert.Equal(2, await ImportAsync(Log));
        Assert.Equal(2, Stored(Deliveries).Count);
    }

    [Fact]
    public async Task A_log_is_followed_over_rotation_and_emptying_and_given_up_without_loss()
    {
        Append(Log, Message());
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        await using (var import = Import(StateFile))
        {
            var following = import.ImportAsync(Log, follow: true, giveUp.Token);
            await UntilStoredAsync(2);
            Append(Log, Message());
            await UntilStoredAsync(4);

            File.Move(Log, Log + ".1");
            Append(Log + ".1", Message());
            await UntilStoredAsync(6);
            Append(Log, Message());
            await UntilStoredAsync(8);

            File.WriteAllText(Log, "");
            Append(Log, Message()[..3]);
            await UntilStoredAsync(9);

            await giveUp.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => following);
        }

        Assert.Equal(0, await ImportAsync(Log));
        Assert.Equal(9, Stored(Deliveries).Count);
    }

    /// <summary>Records of several lines, each with a login of <c>{0}</c>, and what stands before and behind all of them.</summary>
    public static TheoryData<string, string, string> Records => new()
    {
        { "timestamp,source,message\n", "\"2026-11-24T01:0{0}:00.000Z\",\"mx1\",\"postfix/smtpd[7]: 4jY{0}: client=x[81.2.69.142],\nsasl_method=PLAIN,\nsasl_username=user{0}\"\n", "" },
        { "[\n", "  {{\n    \"__REALTIME_TIMESTAMP\": \"179548206{0}000000\",\n    \"SYSLOG_IDENTIFIER\": \"postfix/smtpd\",\n    \"MESSAGE\": \"4jY{0}: client=x[81.2.69.142], sasl_method=PLAIN, sasl_username=user{0}\"\n  }},\n", "]\n" },
        { "", "{{\n  \"__REALTIME_TIMESTAMP\": \"179548206{0}000000\",\n  \"SYSLOG_IDENTIFIER\": \"postfix/smtpd\",\n  \"MESSAGE\": \"4jY{0}: client=x[81.2.69.142], sasl_method=PLAIN, sasl_username=user{0}\"\n}}\n", "" },
        { "", "2026-11-24T01:0{0}:00Z stdout P Nov 24 01:0{0}:00 mx1 postfix/smtpd[7]: 4jY{0}: client=x[81.2.69.142],\n2026-11-24T01:0{0}:00Z stdout F  sasl_method=PLAIN, sasl_username=user{0}\n", "" },
        { "", "Nov 24 01:0{0}:00 mx1 exim[7]: [1/2] 1uaY0{0}-00000000001-0000 <= user{0}@x.jp H=(laptop) [81.2.69.142] P=esmtpsa\nNov 24 01:0{0}:00 mx1 exim[7]: [2/2]  A=plain:user{0} S=812\n", "" },
    };

    [Theory]
    [MemberData(nameof(Records))]
    public async Task An_import_that_is_killed_behind_any_line_of_a_record_of_several_loses_none_and_tells_none_twice(string before, string record, string behind)
    {
        const int Count = 3;
        File.WriteAllText(Log, before + string.Concat(Enumerable.Range(0, Count).Select(number => string.Format(System.Globalization.CultureInfo.InvariantCulture, record, number))) + behind);
        var saved = new Dictionary<string, int>();
        await using (var import = Import(StateFile, time: new EverySave(() => saved.TryAdd(File.Exists(StateFile) ? File.ReadAllText(StateFile) : "", Stored(Auths).Count))))
        {
            await import.ImportAsync(Log, follow: false, Cancellation);
        }

        Assert.Equal(Count, Stored(Auths).Count);
        Assert.True(saved.Count > 1);
        foreach (var (state, events) in saved.Where(save => save.Key.Length > 0))
        {
            File.WriteAllText(StateFile, state);
            await using var again = Import(StateFile);
            Assert.Equal(Count - events, (await again.ImportAsync(Log, follow: false, Cancellation)).Auths);
        }
    }

    [Fact]
    public async Task A_row_that_was_written_half_is_taken_when_it_is_whole_and_is_no_fault_until_then()
    {
        File.WriteAllText(Log, "timestamp,source,message\n\"2026-11-24T01:00:00.000Z\",\"mx1\",\"postfix/smtpd[7]: 4jY0: client=x[81.2.69.142],\n");
        for (var i = 0; i < 2; i++)
        {
            await using var import = Import(StateFile);
            var counts = await import.ImportAsync(Log, follow: false, Cancellation);
            Assert.Equal((i == 0 ? 1L : 0L, 0L, 1L), (counts.Lines, counts.Auths, import.Understood.Damaged));
        }

        File.AppendAllText(Log, "sasl_method=PLAIN, sasl_username=alice\"\n");
        await using var whole = Import(StateFile);

        Assert.Equal(1, (await whole.ImportAsync(Log, follow: false, Cancellation)).Auths);
    }

    [Fact]
    public async Task A_state_belongs_to_one_import_at_a_time()
    {
        await using (Import(StateFile))
        {
            Assert.Throws<IOException>(() => Import(StateFile));
        }

        await using var next = Import(StateFile);
    }

    private async Task<long> ImportAsync(string path)
    {
        await using var import = Import(StateFile);
        return (await import.ImportAsync(path, follow: false, Cancellation)).Deliveries;
    }

    private MailLogImport Import(string? stateFile, TimeSpan? patience = null, TimeProvider? time = null)
    {
        var options = new EventHubProducerClientOptions { RetryOptions = new EventHubsRetryOptions { TryTimeout = TimeSpan.FromSeconds(30), MaximumRetries = 0 } };
        return new MailLogImport(
            new AuthEventPublisher(EventHubsConnection.OpenProducer(_hubs.ConnectionString, Auths, options)),
            new DeliveryEventPublisher(EventHubsConnection.OpenProducer(_hubs.ConnectionString, Deliveries, options)),
            TimeZoneInfo.Utc,
            stateFile,
            time ?? TimeProvider.System,
            patience);
    }

    // So much time goes by that the state is saved behind each line; told of each time.
    private sealed class EverySave(Action saved) : TimeProvider
    {
        private long _minutes;

        public override long GetTimestamp()
        {
            saved();
            return ++_minutes * 60 * TimestampFrequency;
        }
    }

    // A submission with two deliveries, in four lines.
    private string[] Message(string status = "sent")
    {
        var id = $"AAAA{++_number:D2}";
        return
        [
            $"Nov 24 16:57:47 mail postfix/smtpd[1]: {id}: client=unknown[81.2.69.142], sasl_method=PLAIN, sasl_username=alice@rig.test",
            $"Nov 24 16:57:47 mail postfix/qmgr[1]: {id}: from=<alice@rig.test>, size=1, nrcpt=2 (queue active)",
            $"Nov 24 16:57:47 mail postfix/smtp[1]: {id}: to=<secret@gmail.com>, relay=mx[192.0.2.1]:25, delay=0, delays=0/0/0/0, dsn=2.0.0, status={status} (<secret@gmail.com> ok)",
            $"Nov 24 16:57:47 mail postfix/smtp[1]: {id}: to=<secret@yahoo.com>, relay=mx[192.0.2.1]:25, delay=0, delays=0/0/0/0, dsn=2.0.0, status={status} (ok)",
        ];
    }

    private static void Append(string path, params string[][] lines) => File.AppendAllText(path, string.Concat(lines.SelectMany(part => part).Select(line => line + "\n")));

    private static void Compress(string from, string to)
    {
        using var file = File.Create(to);
        using var content = new GZipStream(file, CompressionLevel.Fastest);
        content.Write(File.ReadAllBytes(from));
    }

    private List<string> Stored(string hub) =>
        [.. _hubs.Hubs[hub].Partitions.SelectMany(partition => partition.Read(0, int.MaxValue)).Select(stored => Encoding.UTF8.GetString(stored.Body.Span))];

    private Task UntilStoredAsync(int count) => Eventually.HoldsAsync(() => Stored(Deliveries).Count >= count);
}
