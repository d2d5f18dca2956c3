using System.ComponentModel;
using System.Text.Json;
using AbuseServerless.Benchmarks.Measuring;
using AbuseServerless.Local.Processes;
using AbuseServerless.Testing.Runtime;
using Spectre.Console;
using Spectre.Console.Cli;

namespace AbuseServerless.Benchmarks.Module;

/// <summary><c>module</c>: what an operator waits for in a real <c>pwsh</c> while very many accounts are suspended.</summary>
internal sealed class ModuleCommand : AsyncCommand<ModuleCommand.Settings>
{
    internal sealed class Settings : CommandSettings
    {
        [CommandOption("--suspensions <N>")]
        [Description("Active suspensions.")]
        [DefaultValue(100_000)]
        public int Suspensions { get; init; }

        [CommandOption("--resume <N>")]
        [Description("Accounts that are resumed from a CSV file.")]
        [DefaultValue(10_000)]
        public int Resume { get; init; }

        public override ValidationResult Validate() =>
            Suspensions < 1 || Resume < 1 || Resume > Suspensions ? ValidationResult.Error("--suspensions: 1 or more; --resume: 1 to that.") : ValidationResult.Success();
    }

    public override async Task<int> ExecuteAsync(CommandContext context, Settings settings, CancellationToken cancellationToken)
    {
        var machine = MachineInfo.Read();
        await using var azurite = await Azurite.StartAsync(new AzuriteOptions(), cancellationToken);
        Say.Progress("Writing suspensions …");
        await ActiveSuspensions.WriteAsync(azurite.ConnectionString, settings.Suspensions, cancellationToken);

        Say.Progress("Reading them …");
        var read = await PwshScript.RunAsync<ReadFigures>("Get-suspensions.ps1", new() { ["STORAGE"] = azurite.ConnectionString });
        Say.Progress("Resuming accounts …");
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllLinesAsync(file, ["Account", .. Enumerable.Range(0, settings.Resume).Select(ActiveSuspensions.Account)], cancellationToken);
            var resumed = await PwshScript.RunAsync<ResumeFigures>("Resume-accounts.ps1", new() { ["STORAGE"] = azurite.ConnectionString, ["FILE"] = file });
            Figures.Print(new ModuleFigures("module", settings.Suspensions, read, settings.Resume, resumed, machine));
            return 0;
        }
        catch (JsonException e)
        {
            throw new InvalidOperationException("The script printed no figures.", e);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
