using System.Collections.Concurrent;
using Microsoft.Extensions.Configuration;

namespace AbuseServerless.Infra.Tests;

/// <summary>Settings that remember which of them were read.</summary>
internal sealed class ReadSettings : ConfigurationProvider, IConfigurationSource
{
    private readonly ConcurrentDictionary<string, bool> _read = new(StringComparer.OrdinalIgnoreCase);

    public ReadSettings(IEnumerable<KeyValuePair<string, string>> appSettings)
    {
        foreach (var (name, value) in appSettings)
        {
            Data[name.Replace("__", ":", StringComparison.Ordinal)] = value;
        }
    }

    public IEnumerable<string> Read => _read.Keys.Select(key => key.Replace(":", "__", StringComparison.Ordinal));

    public IConfigurationProvider Build(IConfigurationBuilder builder) => this;

    public override bool TryGet(string key, out string? value)
    {
        var found = base.TryGet(key, out value);
        if (found)
        {
            _read[key] = true;
        }

        return found;
    }
}
