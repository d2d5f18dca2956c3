using AbuseServerless.Accounts;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Gate.Aliases;

/// <summary>Keeps the aliases in memory, of the gate and of the queue helper: read before the first question, and again within two seconds of a change.</summary>
internal sealed partial class AliasKeeper(AccountAliases aliases, IOptions<GateOptions> options, TimeProvider time, ILogger<AliasKeeper> logger) : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);

    private readonly AliasFile? _file = options.Value.Aliases is { Length: > 0 } path ? new AliasFile(path) : null;

    /// <summary>Why the file as it is now is not in use; null where it is.</summary>
    public string? Trouble { get; private set; }

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">The file is wrong: nothing is in use that could stay.</exception>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            Refresh();
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"Setting {GateOptions.Section}:{nameof(GateOptions.Aliases)}: {e.Message}", e);
        }

        return _file is null ? Task.CompletedTask : base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(LookEvery, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            try
            {
                Refresh();
            }
            catch (InvalidDataException e)
            {
                Trouble = e.Message;
                Log.NotRead(logger, aliases.Count, e.Message);
            }
        }
    }

    private void Refresh()
    {
        if (_file?.ReadChanged() is { } accounts)
        {
            aliases.Replace(accounts);
            Trouble = null;
            Log.Read(logger, accounts.Count, options.Value.Aliases!);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(7900, LogLevel.Information, "Read the aliases of {Path}: {Count}.")]
        public static partial void Read(ILogger logger, int count, string path);

        [LoggerMessage(7901, LogLevel.Warning, "The file of aliases has changed and cannot be used; what was read before stays in use (aliases: {Count}). {Fault}")]
        public static partial void NotRead(ILogger logger, int count, string fault);
    }
}
