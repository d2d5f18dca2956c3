using System.Reflection;

namespace AbuseServerless.PowerShell.Help;

/// <summary>A parameter, as its attributes tell.</summary>
internal sealed record ParameterShape(string Name, string Type, IReadOnlyDictionary<string, ParameterUse> Sets, bool TakesWildcards, IReadOnlyList<string> Values)
{
    /// <summary>Name of the set that stands for all.</summary>
    public const string AllSets = "__AllParameterSets";

    public bool IsSwitch => Type == "SwitchParameter";

    /// <summary>How it is used in a set; null where it is not.</summary>
    public ParameterUse? In(string set) => Sets.GetValueOrDefault(set) ?? Sets.GetValueOrDefault(AllSets);

    /// <summary>A parameter that PowerShell adds.</summary>
    public static ParameterShape Common(string name, string type) =>
        new(name, type, new Dictionary<string, ParameterUse> { [AllSets] = new(false, null, false, false) }, false, []);

    /// <summary>A property's parameter; null where it is none.</summary>
    public static ParameterShape? Of(PropertyInfo property)
    {
        var attributes = property.GetCustomAttributesData();
        var uses = attributes.Where(attribute => attribute.AttributeType.Name == "ParameterAttribute").ToDictionary(
            attribute => attribute.Named<string>("ParameterSetName") ?? AllSets,
            attribute => new ParameterUse(
                attribute.Named<bool>("Mandatory"),
                attribute.NamedArguments.Any(argument => argument.MemberName == "Position") ? attribute.Named<int>("Position") : null,
                attribute.Named<bool>("ValueFromPipeline"),
                attribute.Named<bool>("ValueFromPipelineByPropertyName")));
        if (uses.Count == 0)
        {
            return null;
        }

        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        var item = type.IsArray ? type.GetElementType()! : type;
        return new ParameterShape(
            property.Name, type.Name, uses, attributes.Any(attribute => attribute.AttributeType.Name == "SupportsWildcardsAttribute"), item.IsEnum ? Enum.GetNames(item) : []);
    }
}
