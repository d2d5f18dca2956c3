namespace AbuseServerless.Infra.Tests;

/// <summary>The hooks of azure.yaml, for sh and for PowerShell, with a stand-in for the Azure CLI that answers what each test says, one line a call.</summary>
public sealed class HookTests
{
    private const string NotYet = "AuthorizationPermissionMismatch";
    private const string Shut = "AuthorizationFailure";
    private const string Waiting = "Waiting until the roles act, 10 minutes at most.\n";
    private const string Unseen = "Whether the roles act could not be seen from here: ";

    [Theory]
    [InlineData(0, Waiting + "The roles act.\n", "", "DEPLOYER_IS_OPERATOR=true", NotYet, NotYet, "ok")]
    [InlineData(0, "", "", "DEPLOYER_IS_OPERATOR=true", "ok")]
    [InlineData(0, Waiting + "The roles act.\n", "", "DEPLOYER_IS_OPERATOR=true", "no route", "ResourceNotFound", "ok")]
    [InlineData(0, Waiting, Unseen + "no route\n", "DEPLOYER_IS_OPERATOR=true", "no route")]
    [InlineData(0, "", Unseen + "Please run 'az login' to setup account.\n", "DEPLOYER_IS_OPERATOR=true", "Please run 'az login' to setup account.")]
    [InlineData(0, Waiting, Unseen + Shut + "\n", "DEPLOYER_IS_OPERATOR=true", Shut)]
    [InlineData(1, Waiting, "The roles still do not act after 10 minutes. Run azd deploy in some minutes.\n", "DEPLOYER_IS_OPERATOR=true", NotYet)]
    [InlineData(0, "Who deploys has no role on the tables, so whether roles act cannot be seen. Where the deployment fails with 403, run azd deploy again in some minutes.\n", "", "DEPLOYER_IS_OPERATOR=false")]
    public async Task The_deployment_waits_until_roles_act(int exit, string output, string error, string setting, params string[] answers)
    {
        foreach (var (hook, ran) in await RunAsync("wait-for-roles", setting, answers))
        {
            Assert.Equal((hook, new FinishedProgram(exit, output, error)), (hook, ran));
        }
    }

    [Theory]
    [InlineData(0, "", "PRIVATE_NETWORKING=false")]
    [InlineData(0, "", "PRIVATE_NETWORKING=true", "Registered")]
    [InlineData(0, "Registering the resource provider Microsoft.App.\n", "PRIVATE_NETWORKING=true", "NotRegistered", "ok", "Registering", "Registered")]
    [InlineData(3, "", "PRIVATE_NETWORKING=true", "failed")]
    [InlineData(3, "Registering the resource provider Microsoft.App.\n", "PRIVATE_NETWORKING=true", "NotRegistered", "failed")]
    [InlineData(1, "Registering the resource provider Microsoft.App.\n", "PRIVATE_NETWORKING=true", "NotRegistered", "ok", "Registering")]
    public async Task A_provider_is_registered_where_networking_is_private(int exit, string output, string setting, params string[] answers)
    {
        foreach (var (hook, ran) in await RunAsync("register-providers", setting, answers))
        {
            Assert.Equal((hook, exit, output), (hook, ran.ExitCode, ran.Out));
            Assert.Equal(exit != 0, ran.Error.Length > 0);
        }
    }

    [Theory]
    [InlineData("true")]
    [InlineData("\"true\"")]
    public async Task A_provider_is_registered_where_the_parameters_file_says_that_networking_is_private(string value)
    {
        foreach (var (hook, ran) in await RunAsync("register-providers", "PRIVATE_NETWORKING=false", ["NotRegistered", "ok", "Registered"], value))
        {
            Assert.Equal((hook, new FinishedProgram(0, "Registering the resource provider Microsoft.App.\n", "")), (hook, ran));
        }
    }

    // In both shells, in a copy of the folder.
    private static async Task<IReadOnlyList<(string Hook, FinishedProgram Ran)>> RunAsync(string hook, string setting, string[] answers, string? privateNetworking = null)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The stand-in for the Azure CLI is a script for sh.");
        var ran = new List<(string, FinishedProgram)>();
        foreach (var (file, program) in new[] { ($"{hook}.sh", "sh"), ($"{hook}.ps1", "dotnet") })
        {
            var folder = Directory.CreateTempSubdirectory("hook-");
            try
            {
                var copied = Path.Combine(folder.CreateSubdirectory("infra").CreateSubdirectory("hooks").FullName, file);
                File.Copy(RepositoryRoot.Combine("infra", "hooks", file), copied);
                var parameters = await File.ReadAllTextAsync(RepositoryRoot.Combine("infra", "main.parameters.json"), TestContext.Current.CancellationToken);
                Assert.Contains("\"${PRIVATE_NETWORKING=false}\"", parameters, StringComparison.Ordinal);
                await File.WriteAllTextAsync(
                    Path.Combine(folder.FullName, "infra", "main.parameters.json"),
                    privateNetworking is null ? parameters : parameters.Replace("\"${PRIVATE_NETWORKING=false}\"", privateNetworking, StringComparison.Ordinal),
                    TestContext.Current.CancellationToken);
                await WriteAzAsync(folder.FullName, answers);
                var environment = new Dictionary<string, string>
                {
                    ["PATH"] = $"{folder.FullName}:{Environment.GetEnvironmentVariable("PATH")}",
                    ["HOOK_PAUSE"] = "0",
                    ["NO_COLOR"] = "1",
                    ["POWERSHELL_TELEMETRY_OPTOUT"] = "1",
                    ["STORAGE_ACCOUNT_URI"] = "https://example.table.core.windows.net/",
                    [setting.Split('=')[0]] = setting.Split('=')[1],
                };
                string[] arguments = program == "sh" ? [copied] : ["tool", "run", "pwsh", "--", "-NoProfile", "-NonInteractive", "-File", copied];
                ran.Add((file, await FinishedProgram.RunAsync(program, arguments, environment: environment)));
            }
            finally
            {
                folder.Delete(recursive: true);
            }
        }

        return ran;
    }

    // The last answer is given again and again.
    private static async Task WriteAzAsync(string folder, string[] answers)
    {
        await File.WriteAllLinesAsync(Path.Combine(folder, "answers"), answers, TestContext.Current.CancellationToken);
        var az = Path.Combine(folder, "az");
        await File.WriteAllTextAsync(
            az,
            """
            #!/bin/sh
            cd "$(dirname "$0")"
            { read -r answer; rest=$(cat); } < answers
            [ -z "$rest" ] || printf '%s\n' "$rest" > answers
            case "$1 $2 $answer" in
              *' failed') echo 'ERROR: no subscription' >&2; exit 3 ;;
              rest*' ok') ;;
              rest*) echo "$answer" >&2; exit 1 ;;
              'provider register ok') ;;
              *) echo "$answer" ;;
            esac

            """,
            TestContext.Current.CancellationToken);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(az, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }
    }
}
