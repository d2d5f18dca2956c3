using AbuseServerless.Infra.Tests.Bicep;

namespace AbuseServerless.Infra.Tests;

public sealed class CompilationTests
{
    [Fact]
    public async Task The_template_compiles_without_a_warning()
    {
        var built = await BicepCli.RunAsync("build", BicepCli.Main, "--stdout");
        Assert.Equal((0, ""), (built.ExitCode, built.Error));
    }

    [Fact]
    public async Task The_linter_has_nothing_to_say()
    {
        var linted = await BicepCli.RunAsync("lint", BicepCli.Main);
        Assert.Equal((0, "", ""), (linted.ExitCode, linted.Out, linted.Error));
    }

    [Fact]
    public async Task Every_file_is_formatted_as_the_compiler_does()
    {
        foreach (var file in BicepCli.Files)
        {
            var formatted = await BicepCli.RunAsync("format", file, "--stdout");
            Assert.Equal(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken), formatted.Out);
        }
    }
}
