using AbuseServerless.Gate.Tests.Running;

namespace AbuseServerless.Gate.Tests.Settings;

public sealed class SettingsTests : IDisposable
{
    private const string Storage = "DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==;TableEndpoint=http://127.0.0.1:1/devstoreaccount1;";
    private const string EventHubs = "Endpoint=sb://localhost:1;SharedAccessKeyName=RootManageSharedAccessKey;SharedAccessKey=SAS_KEY_VALUE;UseDevelopmentEmulator=true;";

    private readonly TemporaryFolder _data = new();

    public void Dispose() => _data.Dispose();

    [Theory]
    [InlineData("Gate:Http", "8481", "Http must be an address and port")]
    [InlineData("Gate:Http", "0.0.0.0:0", "set AuthPolicy:Key")]
    [InlineData("Gate:Postfix", "postfix", "Postfix must be an address and port")]
    [InlineData("Gate:MostConnections", "1", "MostConnections must be between 16 and 65536")]
    [InlineData("Gate:PostfixMessage", "two\nlines", "PostfixMessage must be one line")]
    [InlineData("Gate:Post", "127.0.0.1:0", "Post")]
    [InlineData("AuthPolicy:Key", "short", "AuthPolicy:Key must be")]
    [InlineData("Spool:MostMegabytes", "1", "MostMegabytes must be between 8 and 1048576")]
    [InlineData("Shipping:Gather", "00:01:00", "Gather must be between")]
    [InlineData("Shipping:LongestPause", "24:00:00", "'Shipping:LongestPause' to type 'System.TimeSpan'. '24:00:00' has more than 23 hours: write 24h for 24 hours, or 24d for 24 days.")]
    [InlineData("Shipping:LongestPause", "6m", "LongestPause must be between")]
    [InlineData("Storage", "nonsense", "Setting Storage is no connection string")]
    [InlineData("EventHubs", "", "Setting EventHubs is missing")]
    [InlineData("config", "/nowhere/gate.json", "/nowhere/gate.json")]
    public async Task A_wrong_setting_stops_the_start_and_is_named(string name, string value, string expected)
    {
        var (code, output) = await GateProcess.RunAsync(new Dictionary<string, string>
        {
            ["Storage"] = Storage,
            ["EventHubs"] = EventHubs,
            ["Gate:Data"] = _data.Path,
            ["Gate:Http"] = "127.0.0.1:0",
            ["Gate:Postfix"] = "127.0.0.1:0",
            [name] = value,
        });
        Assert.Equal(1, code);
        Assert.Contains(expected, output, StringComparison.Ordinal);
    }
}
