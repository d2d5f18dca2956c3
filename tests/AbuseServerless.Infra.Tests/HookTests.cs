
namespace AbuseServerless.Infra.Tests;

/// <summary>The hooks of azure.yaml for sh, with a stand-in for the Azure CLI that answers what each test says, one line a call. Those for PowerShell are checked to do the same by hand.</summary>
public sealed class HookTests
{
    private const string NotYet = "AuthorizationPermissionMismatch";

    [Theory]
    [InlineData(0, "Waiting until the roles act, 10 minutes at most.\nThe roles act.\n", "", "DEPLOYER_IS_OPERATOR=true", NotYet, NotYet, "ok")]
    [InlineData(0, "", "", "DEPLOYER_IS_OPERATOR=true", "ok")]
    [InlineData(0, "", "Whether the roles act could not be seen from here: no route\n", "DEPLOYER_IS_OPERATOR=true", "no route")]
    [InlineData(1, "Waiting until the roles act, 10 minutes at most.\n", "The roles still do not act after 10 minutes. Run azd deploy in some minutes.\n", "DEPLOYER_IS_OPERATOR=true", NotYet)]
    [InlineData(0, "Who deploys has no role on the tables, so whether roles act cannot be seen. Where the deployment fails with 403, run azd deploy again in some minutes.\n", "", "DEPLOYER_IS_OPERATOR=false")]
    public Task The_deployment_waits_until_roles_act(int exit, string output, string error, string setting, params string[] answers) =>
        RunAsync("wait-for-roles.sh", exit, output, error, setting, answers);

    [Theory]
    [InlineData(0, "", "PRIVATE_NETWORKING=false")]
    [InlineData(0, "", "PRIVATE_NETWORKING=true", "Registered")]
    [InlineData(0, "Registering the resource provider Microsoft.App.\n", "PRIVATE_NETWORKING=true", "NotRegistered", "", "Registering", "Registered")]
    public Task A_provider_is_registered_where_networking_is_private(int exit, string output, string setting, params string[] answers) =>
        RunAsync("register-providers.sh", exit, output, "", setting, answers);

    private static async Task RunAsync(string hook, int exit, string output, string error, string setting, string[] answers)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "A hook for sh.");
        var folder = Directory.CreateTempSubdirectory("hook-");
        try
        {
            // The last answer is given again and again.
            await File.WriteAllLinesAsync(Path.Combine(folder.FullName, "answers"), answers, TestContext.Current.CancellationToken);
            var az = Path.Combine(folder.FullName, "az");
            await File.WriteAllTextAsync(
                az,
                """
                #!/bin/sh
                cd "$(dirname "$0")"
                answer=$(head -n 1 answers)
                [ "$(wc -l < answers)" -le 1 ] || sed -i 1d answers
                case "$1 $answer" in
                  'rest ok') ;;
                  rest*) echo "$answer" >&2; exit 1 ;;
                  *) [ "$2" = register ] || echo "$answer" ;;
                esac

                """,
                TestContext.Current.CancellationToken);
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(az, UnixFileMode.UserRead | UnixFileMode.UserExecute);
            }

            var environment = new Dictionary<string, string>
            {
                ["PATH"] = $"{folder.FullName}:{Environment.GetEnvironmentVariable("PATH")}",
                ["HOOK_PAUSE"] = "0",
                ["STORAGE_ACCOUNT_URI"] = "https://example.table.core.windows.net/",
                [setting.Split('=')[0]] = setting.Split('=')[1],
            };
            var ran = await FinishedProgram.RunAsync("sh", [Path.Combine("infra", "hooks", hook)], environment: environment);
            Assert.Equal(new FinishedProgram(exit, output, error), ran);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
