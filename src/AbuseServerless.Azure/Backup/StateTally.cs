namespace AbuseServerless.Azure.Backup;

/// <summary>What a backup holds, and what became of its rows.</summary>
/// <param name="Suspensions">Where accounts stand.</param>
/// <param name="Exemptions">Exemptions.</param>
/// <param name="AuditEntries">Entries of the audit log.</param>
public sealed record StateTally(int Suspensions, int Exemptions, int AuditEntries)
{
    /// <summary>Allowances.</summary>
    public int Allowances { get; init; }

    /// <summary>Plans, and accounts, domains and wildcards that have one.</summary>
    public int Plans { get; init; }

    /// <summary>Rows that cannot be read, and are not among the others.</summary>
    public int LeftOut { get; init; }

    /// <summary>Rows that were written: there was none of their key, or another was replaced.</summary>
    public int Written { get; init; }

    /// <summary>Rows that were there already, and the same.</summary>
    public int Unchanged { get; init; }

    /// <summary>Rows that differ from what is there, which was kept.</summary>
    public int Kept { get; init; }
}
