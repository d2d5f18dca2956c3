using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace AbuseServerless.Functions.Tests.EndToEnd;

/// <summary>The first commands of the README, from wherever somebody is.</summary>
public sealed class FirstCommandTests : IDisposable
{
    private const string Event = """{"time":"2026-11-20T01:00:00Z","account":"alice@example.jp","ip":"81.2.69.142","success":true}""";

    private readonly TemporaryFolder _folder = new();

    private static string Project => RepositoryRoot.Combine("src", "AbuseServerless.Local");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static string[] Up => ["up", "--http-port", "0", "--event-hubs-port", "0", "--storage-port", "0"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_relative_path_counts_from_where_the_caller_is()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "auth.jsonl"), Event + "\n", Cancellation);
        using var program = LocalProgram.Run(["replay", "auth.jsonl", "--json"], Path.GetRelativePath(_folder.Path, Project), _folder.Path);
        var (code, output, error) = await program.RunAsync([], Cancellation);
        Assert.True(code == 0, error);
        Assert.StartsWith("{\"events\":1,", output, StringComparison.Ordinal);
        Assert.Single(output.Trim().Split('\n'));
    }

    [Fact]
    public async Task Up_keeps_its_data_where_the_caller_is_for_this_user_and_out_of_git()
    {
        var data = Path.Combine(_folder.Path, "data");
        using (var program = LocalProgram.Run(Up, Project, _folder.Path, _folder.Path))
        {
            Assert.Equal(data, await program.ReadAsync("Data", Cancellation));
        }

        Assert.Equal("*", (await File.ReadAllTextAsync(Path.Combine(data, ".gitignore"), Cancellation)).Trim());
        if (!OperatingSystem.IsWindows())
        {
            const UnixFileMode Own = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            Assert.Equal(Own | UnixFileMode.UserExecute, File.GetUnixFileMode(data));
            Assert.Equal(Own, File.GetUnixFileMode(Path.Combine(data, "policy-key")));
            Assert.Equal(Own, File.GetUnixFileMode(Path.Combine(data, "report-key")));
            Assert.Equal(Own, File.GetUnixFileMode(Path.Combine(data, "connection.json")));
        }
    }

    [Fact]
    public async Task Up_leaves_nothing_in_the_users_folder()
    {
        var home = Directory.CreateDirectory(Path.Combine(_folder.Path, "home")).FullName;
        using var program = LocalProgram.Start(Up, Path.Combine(home, "data"), _folder.Path, ("HOME", home), ("USERPROFILE", home));
        await program.ReadAsync("Data", Cancellation);
        Assert.Equal(0, await program.InterruptAsync(Cancellation));
        Assert.Empty(Directory.EnumerateFiles(home, "*", SearchOption.AllDirectories));
    }

    [Theory]
    [InlineData("--http-port")]
    [InlineData("--event-hubs-port")]
    [InlineData("--storage-port")]
    public async Task An_occupied_port_is_named_with_the_option_that_takes_another(string option)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
        var arguments = Up;
        arguments[Array.IndexOf(arguments, option) + 1] = port;
        using var program = LocalProgram.Start(arguments, _folder.Path, _folder.Path);
        var error = await AssertOneLineAsync(program);
        Assert.Contains($"Port {port}", error, StringComparison.Ordinal);
        Assert.Contains($"{option} N", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_data_folder_that_cannot_be_one_is_named()
    {
        var file = Path.Combine(_folder.Path, "data");
        await File.WriteAllTextAsync(file, "", Cancellation);
        using var program = LocalProgram.Start(Up, _folder.Path, _folder.Path);
        Assert.Contains(file, await AssertOneLineAsync(program), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_runs_on_one_data_folder_are_refused()
    {
        using var first = LocalProgram.Start(Up, _folder.Path, _folder.Path);
        await first.ReadAsync("Data", Cancellation);
        using var second = LocalProgram.Start(Up, _folder.Path, _folder.Path);
        Assert.Contains("in use by another run", await AssertOneLineAsync(second), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_build_that_warns_writes_nothing_on_standard_output_before_the_program()
    {
        File.Copy(Path.Combine(Project, "Directory.Build.rsp"), Path.Combine(_folder.Path, "Directory.Build.rsp"));
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "Program.cs"), "System.Console.WriteLine(\"{}\");", Cancellation);
        await File.WriteAllTextAsync(
            Path.Combine(_folder.Path, "Warns.csproj"),
            """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework></PropertyGroup>
              <Target Name="Warn" BeforeTargets="Build"><Warning Text="Something is old." /></Target>
            </Project>
            """,
            Cancellation);
        using var program = LocalProgram.StartDotnet(["run", "--project", "Warns.csproj"], null, _folder.Path);
        var (code, output, error) = await program.RunAsync([], Cancellation);
        Assert.True(code == 0, output + error);
        Assert.Equal("{}", output.Trim());
    }

    private static async Task<string> AssertOneLineAsync(LocalProgram program)
    {
        var (code, output, error) = await program.RunAsync([], Cancellation);
        Assert.True(code == 1, $"{code}: {output}{error}");
        Assert.Empty(output);
        // Progress is a line of its own where there is no terminal.
        var lines = error.Trim().Split('\n').Where(line => !line.StartsWith("Starting ", StringComparison.Ordinal));
        return Assert.Single(lines);
    }
}
