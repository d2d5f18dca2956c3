using System.Text;
using System.Text.Json;
using AbuseServerless.Accounts;
using AbuseServerless.Allowances;
using AbuseServerless.AuthPolicy;
using AbuseServerless.Geolocation;
using AbuseServerless.Ingestion.Logs;
using AbuseServerless.Suspensions;
using AbuseServerless.Tests.Allowances;
using AbuseServerless.Tests.Geolocation;
using CsCheck;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace AbuseServerless.Tests.AuthPolicy;

public sealed class PolicyServerTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
    private static readonly AccountName Bot = AccountName.Parse("bot@example.jp");

    private static readonly DatabaseGeolocator Geolocator = new(Options.Create(new GeolocationOptions { Databases = SmallWorld.Countries }), TimeProvider.System, NullLogger<DatabaseGeolocator>.Instance);

    private readonly FakeTimeProvider _time = new(Now);
    private readonly SuspensionSnapshot _snapshot;
    private readonly RefusedAttempts _attempts = new();
    private readonly AuthPolicyMetrics _metrics;
    private readonly Sink _sink = new();

    public PolicyServerTests()
    {
        _snapshot = new SuspensionSnapshot(_time);
        _metrics = new AuthPolicyMetrics(_snapshot, new EnforcementSwitch(Options.Create(new EnforcementOptions())));
        _snapshot.Apply(new AccountStanding(Bot, SuspensionState.Active, null, 1));
    }

    public void Dispose() => _metrics.Dispose();

    [Fact]
    public void A_suspended_account_is_refused_with_a_whole_number_and_one_line_of_text()
    {
        using var answer = Answer(Server(), PolicyCommand.Allow, """{"login":" BOT@Example.jp","remote":"8.8.8.8","pwhash":"0000"}""");
        Assert.Equal("-1", answer.RootElement.GetProperty("status").GetRawText());
        Assert.Equal(PolicyAnswers.English, answer.RootElement.GetProperty("msg").GetString());
    }

    [Theory]
    [InlineData("""{"login":"alice@example.jp"}""")]
    [InlineData("""{"login":""}""")]
    [InlineData("""{"login":"\u0000"}""")]
    [InlineData("{}")]
    public void Anybody_else_goes_on(string body)
    {
        Load();
        using var answer = Answer(Server(), PolicyCommand.Allow, body);
        Assert.Equal(("0", ""), (answer.RootElement.GetProperty("status").GetRawText(), answer.RootElement.GetProperty("msg").GetString()));
    }

    [Theory]
    [InlineData(null, PolicyLanguage.En, PolicyAnswers.English)]
    [InlineData(null, PolicyLanguage.Ja, PolicyAnswers.Japanese)]
    [InlineData("停止中です \"1\" \\", PolicyLanguage.En, "停止中です \"1\" \\")]
    public void The_text_is_configured(string? message, PolicyLanguage language, string expected)
    {
        using var answer = Answer(Server(options => (options.Message, options.Language) = (message, language)), PolicyCommand.Allow, """{"login":"bot@example.jp"}""");
        Assert.Equal(expected, answer.RootElement.GetProperty("msg").GetString());
    }

    [Fact]
    public void Before_the_suspensions_are_read_it_fails_open_but_for_whom_it_knows()
    {
        var server = Server();
        Assert.Equal((AllowOutcome.FailedOpen, AllowOutcome.Refused), (server.Allow(AccountName.Parse("alice"), true), server.Allow(Bot, true)));
        Load();
        Assert.Equal(AllowOutcome.Allowed, server.Allow(AccountName.Parse("alice"), true));
    }

    [Fact]
    public void Observing_refuses_nobody() => Assert.Equal(AllowOutcome.Observed, Server(mode: EnforcementMode.Observe).Allow(Bot, true));

    [Theory]
    [InlineData(false, "imap", AllowOutcome.Refused)]
    [InlineData(true, "imap", AllowOutcome.Allowed)]
    [InlineData(true, "SMTP", AllowOutcome.Refused)]
    [InlineData(true, "submission", AllowOutcome.Refused)]
    [InlineData(true, "", AllowOutcome.Allowed)]
    public void Reading_mail_is_refused_too_unless_only_smtp_is(bool smtpOnly, string protocol, AllowOutcome expected)
    {
        Load();
        Assert.Equal(expected, Server(options => options.SmtpOnly = smtpOnly).Allow(Bot, new AuthPolicyRequest { Protocol = protocol }.IsSmtp));
    }

    [Theory]
    [InlineData("alice@abroad.test", "smtp", false, "8.8.8.8", true)]
    [InlineData("alice@abroad.test", "imap", false, "8.8.8.8", true)]
    [InlineData("alice@abroad.test", "imap", true, "8.8.8.8", false)]
    [InlineData("alice@abroad.test", "smtp", true, "8.8.8.8", true)]
    [InlineData("alice@abroad.test", "smtp", false, "202.12.27.33", false)]
    [InlineData("alice@abroad.test", "smtp", false, "10.0.0.1", false)]
    [InlineData("alice@rig.test", "smtp", false, "8.8.8.8", false)]
    public void From_a_country_that_an_allowance_does_not_name_an_account_is_refused_with_a_text_of_its_own(string login, string protocol, bool smtpOnly, string remote, bool refused)
    {
        Load();
        using var answer = Answer(Server(options => options.SmtpOnly = smtpOnly), PolicyCommand.Allow, $$"""{"login":"{{login}}","protocol":"{{protocol}}","remote":"{{remote}}"}""");
        Assert.Equal((refused ? -1 : 0, refused ? PolicyAnswers.AbroadEnglish : ""), (answer.RootElement.GetProperty("status").GetInt32(), answer.RootElement.GetProperty("msg").GetString()));
        Assert.Empty(_attempts.Take(1));
    }

    [Theory]
    [InlineData(null, PolicyLanguage.Ja, PolicyAnswers.AbroadJapanese)]
    [InlineData("Not from there.", PolicyLanguage.Ja, "Not from there.")]
    public void The_text_for_who_is_abroad_is_configured(string? message, PolicyLanguage language, string expected)
    {
        using var answer = Answer(Server(options => (options.AbroadMessage, options.Language) = (message, language)), PolicyCommand.Allow, """{"login":"alice@abroad.test","remote":"8.8.8.8"}""");
        Assert.Equal(expected, answer.RootElement.GetProperty("msg").GetString());
    }

    [Fact]
    public void Who_is_suspended_hears_that_also_abroad_and_a_refusal_abroad_is_no_attempt_and_no_evidence()
    {
        _snapshot.Apply(new AccountStanding(AccountName.Parse("both@abroad.test"), SuspensionState.Active, null, 1));
        var server = Server();
        Assert.Equal(AllowOutcome.Refused, server.Allow(AccountName.Parse("both@abroad.test"), true, "8.8.8.8"));
        Assert.Equal(AllowOutcome.Abroad, server.Allow(AccountName.Parse("alice@abroad.test"), true, "8.8.8.8"));
        Assert.Equal(ReportOutcome.Ignored, server.Report(new AuthPolicyRequest { Login = "alice@abroad.test", Protocol = "smtp", Remote = "8.8.8.8", Success = false, PolicyReject = true }));
        Assert.Equal(["both@abroad.test"], _attempts.Take(10).Select(attempt => attempt.Key.Value));
        Assert.Empty(_sink.Lines);
        Assert.Equal(AllowOutcome.Observed, Server(mode: EnforcementMode.Observe).Allow(AccountName.Parse("alice@abroad.test"), true, "8.8.8.8"));
    }

    [Theory]
    [InlineData("""{"login":"alice@rig.test","protocol":"smtp","remote":"81.2.69.142","success":true,"policy_reject":false}""", ReportOutcome.Taken)]
    [InlineData("""{"login":"alice@rig.test","remote":"2a02:6b8::2:242","success":true}""", ReportOutcome.ProtocolNotTold)]
    [InlineData("""{"login":"alice@rig.test","protocol":"imap","remote":"81.2.69.142","success":true}""", ReportOutcome.Ignored)]
    [InlineData("""{"login":"alice@rig.test","protocol":"smtp","remote":"81.2.69.142","success":false,"policy_reject":false}""", ReportOutcome.Ignored)]
    [InlineData("""{"login":"","protocol":"smtp","remote":"81.2.69.142","success":false,"policy_reject":false}""", ReportOutcome.Ignored)]
    [InlineData("""{"login":"bot@example.jp","remote":"81.2.69.142","success":false,"policy_reject":true}""", ReportOutcome.RefusedAttempt)]
    [InlineData("""{"login":"someone@example.jp","remote":"81.2.69.142","success":false,"policy_reject":true}""", ReportOutcome.Ignored)]
    [InlineData("""{"login":"alice@rig.test","protocol":"smtp","remote":"81.2.69.142"}""", ReportOutcome.Malformed)]
    [InlineData("""{"login":"alice@rig.test","protocol":"smtp","remote":"0x51.1","success":true}""", ReportOutcome.Malformed)]
    [InlineData("""{"login":"alice@rig.test","protocol":"smtp","success":true}""", ReportOutcome.Malformed)]
    public void A_report_counts_only_where_a_login_succeeded(string body, ReportOutcome expected)
    {
        Assert.True(AuthPolicyRequest.TryParse(Encoding.UTF8.GetBytes(body), out var request));
        Assert.Equal(expected, Server().Report(request));
        Assert.Equal(expected == ReportOutcome.Taken ? 1 : 0, _sink.Lines.Count);
        Assert.Equal(expected == ReportOutcome.RefusedAttempt ? 1 : 0, _attempts.Take(10).Count);
    }

    [Fact]
    public void A_login_has_the_time_of_its_receipt()
    {
        using var answer = Answer(
            Server(), PolicyCommand.Report, """{"login":"Alice@rig.test","protocol":"smtp","remote":"::ffff:81.2.69.142","session_id":"s1","success":true,"t":1,"time":"2001-01-01T00:00:00Z"}""");
        Assert.Equal("""{"status":"ok"}""", answer.RootElement.GetRawText());
        Assert.Equal("""{"time":"2026-11-24T12:00:00.000Z","account":"alice@rig.test","ip":"81.2.69.142","success":true,"protocol":"smtp","session":"s1"}""", _sink.Lines.Single().ToJson());
    }

    [Fact]
    public void Failed_logins_are_published_where_they_count()
    {
        var server = Server(options => options.PublishFailures = true);
        Assert.Equal(ReportOutcome.Taken, server.Report(new AuthPolicyRequest { Login = "a", Protocol = "smtp", Remote = "8.8.8.8", Success = false }));
        Assert.False(_sink.Lines.Single().Event.Success);
    }

    [Fact]
    public void A_login_without_room_is_dropped_and_answered_all_the_same()
    {
        _sink.IsFull = true;
        using var answer = Answer(Server(), PolicyCommand.Report, """{"login":"a","remote":"8.8.8.8","success":true}""");
        Assert.Equal("""{"status":"ok"}""", answer.RootElement.GetRawText());
    }

    [Fact]
    public void The_last_attempt_of_a_suspended_account_is_remembered_however_often_it_is_refused()
    {
        var server = Server();
        server.Allow(Bot, true);
        _time.Advance(TimeSpan.FromSeconds(5));
        server.Allow(Bot, true);
        server.Report(new AuthPolicyRequest { Login = "bot@example.jp", PolicyReject = true });
        Assert.Equal([new(Bot, Now.AddSeconds(5))], _attempts.Take(10));
        Assert.Empty(_attempts.Take(10));
    }

    [Fact]
    public void No_body_whatever_makes_it_throw_or_refuse_an_account_that_is_not_suspended()
    {
        var server = Server();
        var text = Gen.OneOf(Gen.Char["{}[]\",:truefalsnl\\u0123 "].Array[0, 60].Select(characters => new string(characters)), Gen.String[0, 60]);
        Gen.Select(text, Gen.Bool).Sample((body, allow) =>
            !server.TryAnswer(allow ? PolicyCommand.Allow : PolicyCommand.Report, Encoding.UTF8.GetBytes(body), out var answer)
            || !answer.Span.SequenceEqual(server.Answers.Refused.Span));
    }

    private static JsonDocument Answer(PolicyServer server, PolicyCommand command, string body)
    {
        Assert.True(server.TryAnswer(command, Encoding.UTF8.GetBytes(body), out var answer));
        return JsonDocument.Parse(answer);
    }

    private void Load()
    {
        _snapshot.BeginReload();
        _snapshot.Apply(new AccountStanding(Bot, SuspensionState.Active, null, 1));
        _snapshot.EndReload();
    }

    private PolicyServer Server(Action<AuthPolicyOptions>? configure = null, EnforcementMode mode = EnforcementMode.Enforce)
    {
        var options = new AuthPolicyOptions();
        configure?.Invoke(options);
        var enforcement = new EnforcementSwitch(Options.Create(new EnforcementOptions { Mode = mode }));
        enforcement.Apply(null);
        var allowances = new AllowanceGuard(enforcement, () => Geolocator) { Current = AllowanceTests.Set(("@abroad.test", "JP")) };
        return new PolicyServer(_snapshot, _attempts, _sink, _metrics, Options.Create(options), enforcement, _time, NullLogger<PolicyServer>.Instance, allowances);
    }

    private sealed class Sink : IAuthEventSink
    {
        public List<AuthLine> Lines { get; } = [];

        public bool IsFull { get; set; }

        public bool TryAdd(AuthLine line)
        {
            if (!IsFull)
            {
                Lines.Add(line);
            }

            return !IsFull;
        }
    }
}
