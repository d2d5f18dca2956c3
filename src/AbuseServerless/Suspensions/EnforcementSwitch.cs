using Microsoft.Extensions.Options;

namespace AbuseServerless.Suspensions;

/// <summary>Whether suspended accounts are refused at this moment, in memory: as an operator has set it, and as <c>Enforcement:Mode</c> says where none has. For any number of threads.</summary>
public sealed class EnforcementSwitch(IOptions<EnforcementOptions> options)
{
    private volatile EnforcementChange? _set;

    /// <summary>What an operator has set; null where none has, or it is not read yet.</summary>
    public EnforcementChange? Set => _set;

    /// <summary>Whether the table was read, or what was kept of it.</summary>
    public bool IsRead { get; private set; }

    /// <summary>What holds.</summary>
    public EnforcementMode Mode => _set?.Mode ?? options.Value.Mode;

    /// <summary>Whether suspended accounts are refused.</summary>
    public bool IsOn => Mode == EnforcementMode.Enforce;

    /// <summary>Takes notice of what the table says.</summary>
    /// <param name="set">Null where no operator has set it.</param>
    /// <returns>Whether another mode holds now.</returns>
    public bool Apply(EnforcementChange? set)
    {
        var before = Mode;
        _set = set;
        IsRead = true;
        return Mode != before;
    }
}
