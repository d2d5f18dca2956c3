using AbuseServerless.Azure.Settings;
using AbuseServerless.Gate.Aliases;
using AbuseServerless.Gate.Quotas;
using AbuseServerless.Gate.Sessions;

namespace AbuseServerless.Gate.Queue;

/// <summary>The second mode of the program: the helper that keeps the mail server's queue and ends sessions, a service of its own with rights that the gate does not have.</summary>
internal static class QueueProgram
{
    /// <summary>The word on the command line that asks for it.</summary>
    public const string Word = "queue";

    /// <summary>Composes it.</summary>
    /// <param name="arguments">What follows the word.</param>
    /// <exception cref="UsageException">The command line is wrong.</exception>
    public static IHost Build(string[] arguments)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        Settings.AddSources(builder.Configuration, arguments);
        builder.Logging.AddConfiguration(builder.Configuration.GetSection("Logging"));
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        builder.Logging.AddSimpleConsole(console => console.SingleLine = true);
        builder.Services.AddSystemd();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddChecked<GateOptions>(builder.Configuration, GateOptions.Section);
        builder.Services.AddChecked<QueueOptions>(builder.Configuration, QueueOptions.Section);
        builder.Services.AddChecked<QuotaOptions>(builder.Configuration, QuotaOptions.Section);
        builder.Services.AddChecked<OpenSessionOptions>(builder.Configuration, OpenSessionOptions.Section);
        builder.Services.AddAliases();
        builder.Services.AddHostedService<QueueKeeper>();
        if (!string.IsNullOrEmpty(builder.Configuration[$"{OpenSessionOptions.Section}:{nameof(OpenSessionOptions.Doveadm)}"]))
        {
            builder.Services.AddHostedService<SessionKeeper>();
        }

        return GateCommandLine.FindWrong(arguments, builder.Services.SettingNames()) is { } wrong ? throw new UsageException(wrong) : builder.Build();
    }
}
