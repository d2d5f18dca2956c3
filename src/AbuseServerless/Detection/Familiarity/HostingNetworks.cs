using System.Collections.Frozen;
using System.Globalization;

namespace AbuseServerless.Detection.Familiarity;

/// <summary>The autonomous systems of hosting providers: nobody lives in a data centre. The program has a list; <see cref="FamiliarityOptions.HostingFile"/> names another one.</summary>
internal sealed class HostingNetworks
{
    private static readonly Lazy<HostingNetworks> _known = new(ReadKnown);
    private readonly FrozenSet<long> _systems;

    private HostingNetworks(IEnumerable<long> systems) => _systems = systems.ToFrozenSet();

    /// <summary>The list of the program.</summary>
    public static HostingNetworks Known => _known.Value;

    /// <summary>Reads a list: one AS number per line, followed by a space or tab and any text, or by nothing; lines that begin with <c>#</c> and empty ones are skipped.</summary>
    /// <exception cref="FormatException">A line is of another form; says which.</exception>
    public static HostingNetworks Read(TextReader lines)
    {
        var systems = new List<long>();
        for (var (line, number) = (lines.ReadLine(), 1); line is not null; (line, number) = (lines.ReadLine(), number + 1))
        {
            var text = line.AsSpan().Trim();
            if (text.IsEmpty || text[0] == '#')
            {
                continue;
            }

            var end = text.IndexOfAny(' ', '\t');
            if (!uint.TryParse(end < 0 ? text : text[..end], NumberStyles.None, CultureInfo.InvariantCulture, out var system))
            {
                throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"line {number} does not begin with an AS number"));
            }

            systems.Add(system);
        }

        return new HostingNetworks(systems);
    }

    /// <summary>Whether a network is one.</summary>
    public bool Contain(Origin origin) => origin.System is { } system && _systems.Contains(system);

    private static HostingNetworks ReadKnown()
    {
        using var stream = typeof(HostingNetworks).Assembly.GetManifestResourceStream("hosting-networks.txt") ?? throw new InvalidOperationException("hosting-networks.txt is not a resource.");
        using var reader = new StreamReader(stream);
        return Read(reader);
    }
}
