namespace AbuseServerless.Local.Processes;

/// <summary>How Azurite is run.</summary>
internal sealed record AzuriteOptions
{
    /// <summary>The well-known key of the account devstoreaccount1.</summary>
    public const string WellKnownKey = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    /// <summary>Port on 127.0.0.1; 0 (default) takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>Folder of the tables; null (default) keeps them in memory, to be lost when Azurite ends.</summary>
    public string? Location { get; init; }

    /// <summary>Key of every account, base64.</summary>
    public string AccountKey { get; init; } = WellKnownKey;

    /// <summary>Accounts beside devstoreaccount1, each with the same key and tables of its own (3 to 24 small letters and digits); none by default.</summary>
    public IReadOnlyList<string> MoreAccounts { get; init; } = [];

    /// <summary>Limit of node's heap, in MiB. Azurite holds all tables in memory; node's own default is too small for a million rows.</summary>
    public int HeapMegabytes { get; init; } = 8192;

    /// <summary>Told each mark of which a save has ended, see <see cref="Azurite.Mark"/>; from any thread.</summary>
    public Action<long>? Saved { get; init; }

    /// <summary>How long Azurite may take to start, its tables read from disk included.</summary>
    public TimeSpan StartLimit { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long Azurite may take to save its tables when it is stopped; then it is killed.</summary>
    public TimeSpan StopLimit { get; init; } = TimeSpan.FromSeconds(60);
}
