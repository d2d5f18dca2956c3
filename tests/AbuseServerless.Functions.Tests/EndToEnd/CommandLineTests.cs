namespace AbuseServerless.Functions.Tests.EndToEnd;

/// <summary>What the program does not take for a command line, and what it says then.</summary>
public sealed class CommandLineTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("--bogus", "no option --bogus", "--set, --workers, --verbose")]
    [InlineData("--threshold 8", "no option --threshold")]
    [InlineData("replay - --threshold 8", "replay has no option --threshold", "--json")]
    [InlineData("replay - --jsn", "Did you mean --json?")]
    [InlineData("replay - --http-port 1", "replay has no option --http-port")]
    [InlineData("up --dat data", "Did you mean --data?")]
    [InlineData("up --data", "--data: the value is missing.")]
    [InlineData("replay - --set --json", "--set: the value is missing.")]
    [InlineData("up -x", "up has no option -x", "--data", "--help")]
    [InlineData("replay - -z", "replay has no option -z", "--format")]
    [InlineData("up --http-port 70000", "0 to 65535")]
    [InlineData("up --http-port high", "high")]
    [InlineData("replya auth.jsonl", "replya", "replay")]
    [InlineData("replay", "FILE")]
    [InlineData("replay - --workers 17", "--workers 17", "1 to 16")]
    [InlineData("replay - --workers two", "two")]
    [InlineData("replay - --format nosuch", "nosuch", "postfix")]
    [InlineData("replay - --format postfx", "Did you mean postfix?")]
    [InlineData("replay - --time-zone Asia/Tokio", "Did you mean Asia/Tokyo?")]
    [InlineData("replay - --workers 1.5", "--workers 1.5: it must be 1 to 16.")]
    [InlineData("replay - --workers=-1", "--workers -1: it must be 1 to 16.")]
    [InlineData("replay - --year abc", "--year abc: it must be 1970 to 9998.")]
    [InlineData("replay - --year 1969", "--year 1969: it must be 1970 to 9998.")]
    [InlineData("replay - --json=maybe", "--json maybe: it takes no value.")]
    [InlineData("replay - --time-zone ", "--time-zone \"\": the value is empty.")]
    [InlineData("replay ", "A file name is empty.")]
    [InlineData("replay - --format patterns:", "--format patterns:", "the file of patterns has no name")]
    [InlineData("replay - --set Nets:Countries:Window=25:00:00", "Nets:Countries:Window")]
    [InlineData("replay - --set Enforcement:Mode=1", "'1' is not Enforce or Observe.")]
    [InlineData("replay - --set Enforcement:Mode=Enforce,Observe", "is not Enforce or Observe.")]
    [InlineData("replay - --set Nets", "KEY=VALUE")]
    [InlineData("replay - --set Nets:Countries:Suspend=8 --set nets:countries:suspend=9", "given twice")]
    [InlineData("replay - --set Nets:Countries:Suspend=zero", "Nets:Countries:Suspend")]
    [InlineData("replay - --set Nets:Contries:Suspend=8", "Setting Nets:Contries:Suspend is unknown. Did you mean Nets:Countries:Suspend?")]
    [InlineData("replay - --set Nets:Countries:Also:0:Supend=8", "Did you mean Nets:Countries:Also:0:Suspend?")]
    [InlineData("replay - --set Nets__Countries__Suspnd=8", "Did you mean Nets:Countries:Suspend?")]
    [InlineData("replay - --set Enforcment:Mode=Observe", "Did you mean Enforcement:Mode?")]
    [InlineData("replay - --set Quite:Different=1", "Setting Quite:Different is unknown.")]
    [InlineData("replay - --set Retention:DeadLetters=0", "DeadLetters")]
    [InlineData("replay - --set Retention:DeadLetters=0 --set Activity:CacheMegabytes=0", "DeadLetters", "CacheMegabytes")]
    public async Task A_wrong_command_line_ends_with_2_and_a_line_that_says_what_is_meant(string line, params string[] said)
    {
        using var program = LocalProgram.Start(line.Split(' '));
        var (code, output, error) = await program.RunAsync([], Cancellation);
        Assert.True(code == 2, $"{code}: {output}{error}");
        Assert.Empty(output);
        Assert.Single(error.Trim().Split('\n'));
        Assert.All(said, text => Assert.Contains(text, error, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_wrong_setting_of_the_environment_is_told_at_once()
    {
        using var program = LocalProgram.Start(["replay", "-"], environment: ("Nets__Countries__Suspnd", "8"));
        var (code, output, error) = await program.RunAsync([], Cancellation);
        Assert.True(code == 2, $"{code}: {output}{error}");
        Assert.Equal("Settings (--set and the environment): Setting Nets:Countries:Suspnd is unknown. Did you mean Nets:Countries:Suspend? docs/settings.md lists the settings.", error.Trim());
    }

    [Theory]
    [InlineData("nowhere-*.log", "no file matches.")]
    [InlineData("empty", "there is no file in this folder.")]
    [InlineData("-- --json", "--json: no such file.")]
    public async Task What_names_no_file_is_told_before_anything_starts(string files, string why)
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(Path.Combine(folder.Path, "empty"));
        using var program = LocalProgram.Start(["replay", .. files.Split(' ')], folder: folder.Path);
        var (code, output, error) = await program.RunAsync([], Cancellation);
        Assert.True(code == 1, $"{code}: {output}{error}");
        Assert.Empty(output);
        Assert.EndsWith(why, Assert.Single(error.Trim().Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_Node_that_is_too_old_is_told_with_its_version()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("The Node of this test is a shell script.");
            return;
        }

        using var folder = new TemporaryFolder();
        var node = Path.Combine(folder.Path, "node");
        await File.WriteAllTextAsync(node, "#!/bin/sh\necho v16.20.2\n", Cancellation);
        File.SetUnixFileMode(node, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        using var program = LocalProgram.Start(["replay", "-"], environment: ("PATH", $"{folder.Path}:{Environment.GetEnvironmentVariable("PATH")}"));
        var (code, output, error) = await program.RunAsync(["""{"time":"2026-11-20T00:00:00Z","account":"a@example.jp","ip":"8.8.8.8","success":true}"""], Cancellation);
        Assert.True(code == 1, $"{code}: {output}{error}");
        Assert.StartsWith("Azurite needs Node 20 or later, and 'node' in PATH is v16.20.2: ", error.Trim().Split('\n')[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--version")]
    [InlineData("replay --version")]
    [InlineData("up --version")]
    public async Task The_version_is_printed_at_each_level(string line)
    {
        using var program = LocalProgram.Start(line.Split(' '));
        var (code, output, error) = await program.RunAsync([], Cancellation);
        Assert.True(code == 0, error);
        Assert.Matches(@"^\d+\.\d+\.\d+\s*$", output);
    }

    [Theory]
    [InlineData("--help", "replay", "--set", "--workers", "dotnet run --project ")]
    [InlineData("help", "replay", "--set")]
    [InlineData("help replay", "<FILES>", "--json")]
    [InlineData("replay --help", "<FILES>", "--json", "--time-zone", "--set")]
    [InlineData("up --help", "--data", "--http-port", "--set")]
    public async Task The_help_of_each_level_names_what_it_takes(string line, params string[] named)
    {
        using var program = LocalProgram.Start(line.Split(' '));
        var (code, output, error) = await program.RunAsync([], Cancellation);
        Assert.True(code == 0, error);
        Assert.All(named, text => Assert.Contains(text, output, StringComparison.Ordinal));
    }
}
