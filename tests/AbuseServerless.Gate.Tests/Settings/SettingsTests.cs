using System.Text.RegularExpressions;
using AbuseServerless.Testing.Runtime;
using Microsoft.Extensions.Configuration;

namespace AbuseServerless.Gate.Tests.Settings;

public sealed class SettingsTests : IDisposable
{
    private const string Storage = "DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==;TableEndpoint=http://127.0.0.1:1/devstoreaccount1;";
    private const string EventHubs = "Endpoint=sb://localhost:1;SharedAccessKeyName=RootManageSharedAccessKey;SharedAccessKey=SAS_KEY_VALUE;UseDevelopmentEmulator=true;";

    private readonly TemporaryFolder _data = new();

    public void Dispose() => _data.Dispose();

    [Theory]
    [InlineData("Gate:Http", "8481", "Setting Gate:Http must be an address and port")]
    [InlineData("Gate:Http", "0.0.0.0:0", "set AuthPolicy:Key")]
    [InlineData("Gate:Postfix", "postfix", "Setting Gate:Postfix must be an address and port")]
    [InlineData("Gate:MaximumConnections", "1", "Setting Gate:MaximumConnections must be between 16 and 65536")]
    [InlineData("Gate:PostfixMessage", "two\nlines", "Setting Gate:PostfixMessage must be one line")]
    [InlineData("AuthPolicy:Key", "short", "Setting AuthPolicy:Key must be")]
    [InlineData("Spool:MaximumMegabytes", "1", "Setting Spool:MaximumMegabytes must be between 8 and 1048576")]
    [InlineData("Shipping:Gather", "00:01:00", "Setting Shipping:Gather must be between")]
    [InlineData("Shipping:MaximumPause", "24:00:00", "Setting Shipping:MaximumPause: '24:00:00' has more than 23 hours: write 24h for 24 hours, or 24d for 24 days.")]
    [InlineData("Shipping:MaximumPause", "6m", "Setting Shipping:MaximumPause must be between")]
    [InlineData("Storage", "nonsense", "Setting Storage is not the connection string")]
    [InlineData("EventHubs", "", "Setting EventHubs is missing")]
    public async Task A_wrong_setting_stops_the_start_and_is_named(string name, string value, string expected)
    {
        var (code, output) = await GateProcess.RunAsync(With(name, value));
        Assert.Equal(1, code);
        Assert.Contains(expected, output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Gate:Post", "127.0.0.1:0", "Setting Gate:Post is unknown. Did you mean Gate:Postfix?")]
    [InlineData("Gat:Http", "127.0.0.1:0", "Did you mean Gate:Http?")]
    [InlineData("AuthPolicy:Lnguage", "En", "Did you mean AuthPolicy:Language?")]
    [InlineData("bogus", "1", "Setting bogus is unknown.")]
    [InlineData("config", "/nowhere/gate.json", "/nowhere/gate.json: no such file")]
    public async Task A_setting_that_the_gate_does_not_have_is_refused_on_the_command_line_with_2(string name, string value, string expected)
    {
        var (code, output) = await GateProcess.RunAsync(With(name, value));
        Assert.Equal(2, code);
        Assert.Contains(expected, output, StringComparison.Ordinal);
        Assert.Single(output.Trim().Split('\n'));
    }

    [Theory]
    [InlineData("queu", "Unknown command 'queu'. Commands: queue; without one, the gate runs. Did you mean queue?")]
    [InlineData("queue now", "now: write --NAME=VALUE")]
    [InlineData("--Gate:Http", "has no value")]
    public async Task What_is_no_setting_is_refused_on_the_command_line(string arguments, string expected)
    {
        var (code, output) = await GateProcess.RunAsync(arguments.Split(' '));
        Assert.Equal(2, code);
        Assert.Contains(expected, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_setting_that_the_gate_does_not_have_is_refused_in_its_file()
    {
        var file = Path.Combine(_data.Path, "gate.json");
        await File.WriteAllTextAsync(file, """{ "EventHubs": { "AuthEvents": "auth-events" } }""", TestContext.Current.CancellationToken);
        var (code, output) = await GateProcess.RunAsync(["--config", file]);
        Assert.Equal(1, code);
        Assert.Contains("Setting EventHubs:AuthEvents is unknown.", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{ \"Gate\": {\n  \"Http\" \"127.0.0.1:8481\"\n} }", ", line 2: '\"' is invalid after a property name. Expected a ':'.")]
    [InlineData("{ \"Gate\": { \"Http\": \"127.0.0.1:1\", \"http\": \"127.0.0.1:2\" } }", ": A duplicate key 'Gate:http' was found.")]
    [InlineData("[]", ": Top-level JSON element must be an object.")]
    public async Task What_is_wrong_with_the_file_is_told_in_one_line(string text, string expected)
    {
        var file = Path.Combine(_data.Path, "gate.json");
        await File.WriteAllTextAsync(file, text, TestContext.Current.CancellationToken);
        foreach (var command in (string[][])[[], ["queue"]])
        {
            var (code, output) = await GateProcess.RunAsync([.. command, "--config", file]);
            Assert.Equal(1, code);
            Assert.StartsWith(file + expected, Assert.Single(output.Trim().Split('\n')), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_log_says_where_which_mail_server_is_answered()
    {
        var settings = With("Gate:Data", _data.Path);
        settings.Remove("Gate:Postfix");
        await using var gate = await GateProcess.StartAsync(settings, TestContext.Current.CancellationToken);
        await Eventually.HoldsAsync(() => gate.Output.Contains($"Answering Postfix' policy protocol at 127.0.0.1:{gate.PostfixPort}.", StringComparison.Ordinal), () => gate.Output);
        Assert.Contains($"Answering Dovecot, /healthz and /metrics over HTTP at 127.0.0.1:{gate.Http.BaseAddress!.Port}.", gate.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Now listening", gate.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_example_of_the_file_holds_settings_of_the_gate_only()
    {
        var example = RepositoryRoot.Combine("src", "AbuseServerless.Gate", "Packaging", "gate.json");
        var (code, output) = await GateProcess.RunAsync(["--config", example, .. Named, "--Gate:Data", _data.Path, "--Gate:Http", "0.0.0.0:0"]);
        Assert.Equal(1, code);
        Assert.Contains("set AuthPolicy:Key", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_lines_of_the_example_that_are_commented_out_are_settings_of_the_gate_too()
    {
        var file = Path.Combine(_data.Path, "gate.json");
        var example = await File.ReadAllTextAsync(RepositoryRoot.Combine("src", "AbuseServerless.Gate", "Packaging", "gate.json"));
        await File.WriteAllTextAsync(file, example.Replace("// \"", "\"", StringComparison.Ordinal));
        Assert.True(example.Split("// \"").Length > 6);

        var (code, output) = await GateProcess.RunAsync(["--config", file, .. Named, "--Gate:Data", _data.Path, "--Gate:Http", "0.0.0.0:0"]);

        Assert.Equal(1, code);
        Assert.Contains("set AuthPolicy:Key", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_the_names_of_the_example_the_gate_does_not_start_and_each_is_named_with_its_setting()
    {
        var example = RepositoryRoot.Combine("src", "AbuseServerless.Gate", "Packaging", "gate.json");
        var (code, output) = await GateProcess.RunAsync(["--config", example, "--Gate:Data", _data.Path, "--Gate:Http", "127.0.0.1:0", "--Gate:Postfix", "127.0.0.1:0"]);
        Assert.Equal(1, code);
        Assert.Contains("Setting Storage:tableServiceUri: ACCOUNT is a placeholder of the example. Write the name of the storage account in its place.", output, StringComparison.Ordinal);
        Assert.Contains("Setting EventHubs:fullyQualifiedNamespace: NAMESPACE is a placeholder of the example. Write the name of the Event Hubs namespace in its place.", output, StringComparison.Ordinal);
        Assert.Single(output.Trim().Split('\n'));

        // Whatever word in capitals is put into the example is one that the gate knows.
        var values = new ConfigurationBuilder().AddJsonFile(example).Build().AsEnumerable().Select(setting => setting.Value).OfType<string>();
        Assert.Equal(["ACCOUNT", "NAMESPACE"], values.SelectMany(value => Regex.Matches(value, @"\b[A-Z]{3,}\b").Select(word => word.Value)).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("Storage", "DefaultEndpointsProtocol=https;AccountName=ACCOUNT;AccountKey=YQ==", "Setting Storage: ACCOUNT is a placeholder")]
    [InlineData("EventHubs", "Endpoint=sb://NAMESPACE.servicebus.windows.net/;SharedAccessKeyName=a;SharedAccessKey=YQ==", "Setting EventHubs: NAMESPACE is a placeholder")]
    public async Task A_connection_string_with_the_name_of_an_example_is_refused_too(string name, string value, string expected)
    {
        var (code, output) = await GateProcess.RunAsync(With(name, value));
        Assert.Equal(1, code);
        Assert.Contains(expected, output, StringComparison.Ordinal);
        Assert.DoesNotContain("YQ==", output, StringComparison.Ordinal);
    }

    private static string[] Named => ["--Storage:tableServiceUri", "https://mail.table.core.windows.net", "--EventHubs:fullyQualifiedNamespace", "mail.servicebus.windows.net"];

    [Theory]
    [InlineData("--help", "--config FILE")]
    [InlineData("--version", "0.1.0")]
    public async Task Help_and_version_are_answered(string option, string expected)
    {
        var (code, output) = await GateProcess.RunAsync([option]);
        Assert.Equal(0, code);
        Assert.Contains(expected, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_fits_a_narrow_terminal_and_names_both_mail_servers_of_the_queue()
    {
        var (_, output) = await GateProcess.RunAsync(["--help"]);
        Assert.All(output.Split('\n'), line => Assert.InRange(line.Length, 0, 80));
        Assert.Contains("the queue of Postfix or Exim", output, StringComparison.Ordinal);
    }

    private Dictionary<string, string> With(string name, string value) => new()
    {
        ["Storage"] = Storage,
        ["EventHubs"] = EventHubs,
        ["Gate:Data"] = _data.Path,
        ["Gate:Http"] = "127.0.0.1:0",
        ["Gate:Postfix"] = "127.0.0.1:0",
        [name] = value,
    };
}
