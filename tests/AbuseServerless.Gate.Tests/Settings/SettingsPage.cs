using System.ComponentModel;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using AbuseServerless.Azure;
using AbuseServerless.Detection;

namespace AbuseServerless.Gate.Tests.Settings;

/// <summary>The tables of docs/settings.md, made of the options and of their documentation.</summary>
internal static partial class SettingsPage
{
    private static readonly Assembly[] Programs = [typeof(NetsOptions).Assembly, typeof(LocalConnection).Assembly, typeof(GateOptions).Assembly];

    private static readonly Dictionary<string, XElement> Documentation = Programs
        .Select(assembly => Path.ChangeExtension(assembly.Location, ".xml"))
        .SelectMany(file => XDocument.Load(file).Descendants("member"))
        .Where(member => member.Element("summary") is not null)

        // What the compiler makes for regular expressions has one name in each program.
        .DistinctBy(member => member.Attribute("name")!.Value)
        .ToDictionary(member => member.Attribute("name")!.Value, member => member.Element("summary")!, StringComparer.Ordinal);

    /// <summary>The sections of settings: the classes named <c>…Options</c> that say of which section they are.</summary>
    public static IReadOnlyDictionary<string, Type> Sections { get; } = Programs
        .SelectMany(assembly => assembly.GetTypes())
        .Where(type => type.Name.EndsWith("Options", StringComparison.Ordinal) && type.GetField("Section", BindingFlags.Public | BindingFlags.Static) is { IsLiteral: true })
        .ToDictionary(type => (string)type.GetField("Section")!.GetRawConstantValue()!, type => type, StringComparer.Ordinal);

    /// <summary>The page with its tables made anew; what stands between the marks <c>settings: SECTION</c> and <c>/settings</c> is replaced, the rest is kept.</summary>
    public static string Make(string page) => Marked().Replace(page, mark => $"{mark.Groups["begin"].Value}\n{Table(mark.Groups["section"].Value)}\n{mark.Groups["end"].Value}");

    /// <summary>The sections for which a page has marks.</summary>
    public static IEnumerable<string> Marks(string page) => Marked().Matches(page).Select(mark => mark.Groups["section"].Value);

    private static string Table(string section) => string.Join('\n', (string[])
        ["| setting | default | meaning and range |", "|---|---|---|", .. Rows(section, Activator.CreateInstance(Sections[section])!, "")]);

    private static IEnumerable<string> Rows(string path, object options, string about)
    {
        foreach (var property in options.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).OrderBy(property => Depth(property.DeclaringType!)).ThenBy(property => property.MetadataToken))
        {
            var name = $"{path}:{property.Name}";
            // What a class inherits is told of what the class is about: which thresholds these are.
            var inherits = property.DeclaringType != options.GetType() && About().Match(Text(Documentation[$"T:{options.GetType().FullName}"])) is { Success: true } match
                ? $"{char.ToUpperInvariant(match.Groups["about"].Value[0])}{match.Groups["about"].Value[1..]} "
                : "";
            var meaning = $"{about}{inherits}{Meaning(property)}";
            if (TypeDescriptor.GetConverter(property.PropertyType).CanConvertFrom(typeof(string)))
            {
                // What can only be read is computed from the settings.
                if (property.SetMethod is { IsPublic: true })
                {
                    yield return $"| `{name}` |{Default(property.GetValue(options))} | {meaning} |";
                }
            }
            else if (property.PropertyType.IsGenericType && property.PropertyType.GetGenericTypeDefinition() == typeof(IList<>))
            {
                foreach (var row in Rows($"{name}:0", Activator.CreateInstance(property.PropertyType.GetGenericArguments()[0])!, $"{meaning} "))
                {
                    yield return row;
                }
            }
            else if (property.PropertyType is { IsClass: true } && property.PropertyType.Assembly == options.GetType().Assembly)
            {
                foreach (var row in Rows(name, property.GetValue(options)!, path.StartsWith("Nets:", StringComparison.Ordinal) ? $"{meaning} " : ""))
                {
                    yield return row;
                }
            }
        }
    }

    // What a class inherits comes first.
    private static int Depth(Type type) => type.BaseType is { } parent ? 1 + Depth(parent) : 0;

    private static string Default(object? value) => value switch
    {
        null or "" => "",
        bool flag => flag ? " `true`" : " `false`",
        TimeSpan time => $" `{(time.Ticks % TimeSpan.TicksPerSecond == 0 ? $"{time:c}" : $"{time:c}".TrimEnd('0'))}`",
        IFormattable number => $" `{number.ToString(null, CultureInfo.InvariantCulture)}`",
        _ => $" `{value}`",
    };

    private static string Meaning(PropertyInfo property)
    {
        var id = $"P:{property.DeclaringType!.FullName}.{property.Name}";
        return Documentation.TryGetValue(id, out var summary) ? Text(summary) : throw new InvalidOperationException($"{id} has no documentation.");
    }

    private static string Text(XElement summary) => Spaces().Replace(string.Concat(summary.Nodes().Select(node => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
        XElement { Name.LocalName: "see" } see => $"`{see.Attribute("cref")?.Value.Split('.')[^1] ?? see.Attribute("langword")?.Value}`",
        XElement other => other.Value,
        _ => "",
    })), " ").Trim().Replace("|", "\\|", StringComparison.Ordinal).Replace("Null (default)", "Empty (default)", StringComparison.Ordinal).Replace("null (default)", "empty (default)", StringComparison.Ordinal);

    [GeneratedRegex("(?<begin><!-- settings: (?<section>[A-Za-z]+) -->)\n.*?(?<end><!-- /settings -->)", RegexOptions.Singleline)]
    private static partial Regex Marked();

    [GeneratedRegex(@"^Settings of the \w+ net \(section `[\w:]+`\): (?<about>.+)$")]
    private static partial Regex About();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
