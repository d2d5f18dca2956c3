using AbuseServerless.PowerShell.Boundary;

namespace AbuseServerless.PowerShell;

/// <summary>The contents of a backup, and the result of restoring it.</summary>
public sealed record GeoStateTally
{
    /// <summary>The file.</summary>
    public string Path { get; init; } = "";

    /// <summary>Accounts in the backup: watched, suspended, or no longer so.</summary>
    public int Suspensions { get; init; }

    /// <summary>Exemptions in the backup.</summary>
    public int Exemptions { get; init; }

    /// <summary>Allowances in the backup.</summary>
    public int Allowances { get; init; }

    /// <summary>Plans in the backup, and accounts, domains and wildcards that have one.</summary>
    public int Plans { get; init; }

    /// <summary>Entries of the audit log in the backup.</summary>
    public int AuditEntries { get; init; }

    /// <summary>Rows that cannot be read and were left out.</summary>
    public int LeftOut { get; init; }

    /// <summary>Rows that were restored; null for an export.</summary>
    public int? Restored { get; init; }

    /// <summary>Rows that were there already and are the same; null for an export.</summary>
    public int? Unchanged { get; init; }

    /// <summary>Rows that differ from what is there, which was kept; null for an export.</summary>
    public int? Kept { get; init; }

    /// <summary>What the backup holds: <c>3 suspensions, 1 exemption, 1 allowance, 2 plan rows and 42 audit entries</c>.</summary>
    public override string ToString() =>
        $"{Quantity.Of(Suspensions, "suspension")}, {Quantity.Of(Exemptions, "exemption")}, {Quantity.Of(Allowances, "allowance")}, {Quantity.Of(Plans, "plan row")} and {Quantity.Of(AuditEntries, "audit entry", "audit entries")}";
}
