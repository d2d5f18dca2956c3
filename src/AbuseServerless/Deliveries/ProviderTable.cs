using System.Collections.Frozen;

namespace AbuseServerless.Deliveries;

/// <summary>Says which provider a delivery was for. The table comes from providers.json, and before it from a file of the operator's.</summary>
/// <remarks>A listed name stands for itself and for every name below it: <c>so-net.ne.jp</c> also for <c>abc.so-net.ne.jp</c>. The longest name that is listed decides.</remarks>
public sealed class ProviderTable
{
    private const string Embedded = "providers.json";
    private readonly FrozenDictionary<string, string> _domains;
    private readonly FrozenDictionary<string, string> _relays;
    private readonly FrozenDictionary<string, string> _services;

    /// <param name="providersFile">Path of the operator's providers; null or empty for none. What it says of a name replaces what this program says.</param>
    /// <exception cref="DeliveryFileException">The file cannot be read, or a provider makes no sense; the message names it.</exception>
    public ProviderTable(string? providersFile = null)
    {
        var domains = new Dictionary<string, string>(StringComparer.Ordinal);
        var relays = new Dictionary<string, string>(StringComparer.Ordinal);
        var services = new Dictionary<string, string>(StringComparer.Ordinal);
        Add(DeliveryFile.ReadEmbedded<WrittenProviders>(Embedded), Embedded, domains, relays, services);
        if (!string.IsNullOrEmpty(providersFile))
        {
            Add(DeliveryFile.Read<WrittenProviders>(providersFile), providersFile, domains, relays, services);
        }

        _domains = domains.ToFrozenDictionary(StringComparer.Ordinal);
        _relays = relays.ToFrozenDictionary(StringComparer.Ordinal);
        _services = services.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>The names of the providers, in their order.</summary>
    public IEnumerable<string> Providers => _domains.Values.Concat(_relays.Values).Concat(_services.Values).Distinct().Order(StringComparer.OrdinalIgnoreCase);

    /// <summary>The service or smarthost that relayed it, which answers for itself; else the provider by the recipient's domain; by the relay where that is not known; else the domain.</summary>
    /// <param name="recipientDomain">The domain, in whatever notation <see cref="RecipientDomain"/> reads.</param>
    /// <param name="relay">The host that answered; null where none was reached, which says nothing about the provider.</param>
    /// <param name="isRelayed">Whether the sender says that this host is a smarthost: then it stands for itself.</param>
    public string Find(string recipientDomain, string? relay, bool isRelayed = false)
    {
        ArgumentNullException.ThrowIfNull(recipientDomain);
        if (RecipientDomain.TryParse(relay, out var hop) && (Longest(_services, hop) ?? (isRelayed ? hop : null)) is { } service)
        {
            return service;
        }

        var domain = RecipientDomain.TryParse(recipientDomain, out var parsed) ? parsed : RecipientDomain.Invalid;
        return Longest(_domains, domain)
            ?? (RecipientDomain.TryParse(relay, out var host) ? Longest(_relays, host) : null)
            ?? domain;
    }

    private static string? Longest(FrozenDictionary<string, string> names, string name)
    {
        var lookup = names.GetAlternateLookup<ReadOnlySpan<char>>();
        for (var rest = name.AsSpan(); ;)
        {
            if (lookup.TryGetValue(rest, out var provider))
            {
                return provider;
            }

            var dot = rest.IndexOf('.');
            if (dot < 0)
            {
                return null;
            }

            rest = rest[(dot + 1)..];
        }
    }

    private static void Add(WrittenProviders file, string name, Dictionary<string, string> domains, Dictionary<string, string> relays, Dictionary<string, string> services)
    {
        var seen = new HashSet<(bool IsRelay, string Name)>();
        foreach (var (provider, isService) in file.Providers.Select(provider => (provider, false)).Concat(file.Services.Select(service => (service, true))))
        {
            var place = $"{name}: provider '{provider.Name}'";
            if (string.IsNullOrWhiteSpace(provider.Name) || provider.Name.Length > 100 || provider.Name.Any(char.IsControl))
            {
                throw new DeliveryFileException($"{place}: a name must have 1 to 100 characters.");
            }

            Add(provider.Domains, false, domains);
            Add(provider.Relays, true, isService ? services : relays);

            void Add(IReadOnlyList<string> names, bool isRelay, Dictionary<string, string> to)
            {
                foreach (var text in names)
                {
                    if (!RecipientDomain.TryParse(text, out var domain))
                    {
                        throw new DeliveryFileException($"{place}: '{text}' is not a domain name.");
                    }

                    if (!seen.Add((isRelay, domain)))
                    {
                        throw new DeliveryFileException($"{place}: '{text}' is listed twice.");
                    }

                    to[domain] = provider.Name;
                }
            }
        }
    }
}
