using AbuseServerless.Azure.Settings;
using AbuseServerless.Gate.Aliases;
using AbuseServerless.Gate.Quotas;
using AbuseServerless.Gate.Sessions;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Gate.Queue;

/// <summary>The second mode of the program: the helper that keeps the mail server's queue and ends sessions, a service of its own with rights that the gate does not have.</summary>
internal static class QueueProgram
{
    /// <summary>The word on the command line that asks for it.</summary>
    public const string Word = "queue";

    /// <summary>Composes it.</summary>
    /// <param name="arguments">What follows the word.</param>
    /// <exception cref="UsageException">The command line is wrong.</exception>
    /// <exception cref="InvalidOperationException">A setting is wrong, or names a mail server that is not there.</exception>
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
        var endsSessions = !string.IsNullOrEmpty(builder.Configuration[$"{OpenSessionOptions.Section}:{nameof(OpenSessionOptions.Doveadm)}"]);
        if (endsSessions)
        {
            builder.Services.AddHostedService<SessionKeeper>();
        }

        if (GateCommandLine.FindWrong(arguments, builder.Services.SettingNames()) is { } wrong)
        {
            throw new UsageException(wrong);
        }

        var helper = builder.Build();

        // A host that only ends sessions has no queue: there it is told of in the log.
        return !endsSessions && FindMissing(helper.Services.GetRequiredService<IOptions<QueueOptions>>().Value) is { } missing ? throw new InvalidOperationException(missing) : helper;
    }

    // Whether the mail server then answers is seen, and seen again, by the keeper.
    private static string? FindMissing(QueueOptions options) => options.Exim switch
    {
        { Length: > 0 } exim => File.Exists(exim) ? null : $"Setting {QueueOptions.Section}:{nameof(QueueOptions.Exim)} is {exim}, but there is no such program.",
        _ => Directory.Exists(options.Postfix) ? null : $"Setting {QueueOptions.Section}:{nameof(QueueOptions.Postfix)} is {options.Postfix}, but there is no such folder. For Exim, set {QueueOptions.Section}:{nameof(QueueOptions.Exim)}.",
    };
}
