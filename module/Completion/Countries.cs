using AbuseServerless.PowerShell.Connection;

namespace AbuseServerless.PowerShell.Completion;

/// <summary>Completes countries by their two letters or their English names.</summary>
public sealed class Countries : ValueCompleter
{
    private protected override IEnumerable<(string Value, string Note)> Values => EngineContext.Engine.Countries.OrderBy(country => country.Key, StringComparer.Ordinal).Select(country => (country.Key, country.Value));
}
