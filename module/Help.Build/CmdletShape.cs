using System.Reflection;

namespace AbuseServerless.PowerShell.Help;

/// <summary>A cmdlet, as its attributes tell.</summary>
internal sealed record CmdletShape(string Verb, string Noun, IReadOnlyList<string> Sets, IReadOnlyList<ParameterShape> Parameters, IReadOnlyList<string> Outputs)
{
    public string Name => $"{Verb}-{Noun}";

    /// <summary>The cmdlets of an assembly, by name.</summary>
    public static IEnumerable<CmdletShape> Of(Assembly assembly) =>
        from type in assembly.GetExportedTypes()
        let cmdlet = type.GetCustomAttributesData().SingleOrDefault(attribute => attribute.AttributeType.Name == "CmdletAttribute")
        where cmdlet is not null
        let shape = Of(type, cmdlet)
        orderby shape.Name
        select shape;

    private static CmdletShape Of(Type type, CustomAttributeData cmdlet)
    {
        var parameters = type.GetProperties().Select(ParameterShape.Of).OfType<ParameterShape>().ToList();
        if (cmdlet.Named<bool>("SupportsPaging"))
        {
            parameters.AddRange([ParameterShape.Common("First", "UInt64"), ParameterShape.Common("IncludeTotalCount", "SwitchParameter"), ParameterShape.Common("Skip", "UInt64")]);
        }

        if (cmdlet.Named<bool>("SupportsShouldProcess"))
        {
            parameters.AddRange([ParameterShape.Common("Confirm", "SwitchParameter"), ParameterShape.Common("WhatIf", "SwitchParameter")]);
        }

        var standard = cmdlet.Named<string>("DefaultParameterSetName");
        var sets = parameters.SelectMany(parameter => parameter.Sets.Keys)
            .Where(set => set != ParameterShape.AllSets)
            .Concat(standard is null ? [] : [standard])
            .Distinct()
            .OrderByDescending(set => set == standard)
            .ThenBy(set => set, StringComparer.Ordinal)
            .DefaultIfEmpty(ParameterShape.AllSets);
        var outputs = type.GetCustomAttributesData()
            .Where(attribute => attribute.AttributeType.Name == "OutputTypeAttribute")
            .SelectMany(attribute => (IEnumerable<CustomAttributeTypedArgument>)attribute.ConstructorArguments[0].Value!)
            .Select(output => ((Type)output.Value!).FullName!);
        return new CmdletShape(
            (string)cmdlet.ConstructorArguments[0].Value!, (string)cmdlet.ConstructorArguments[1].Value!, [.. sets], [.. parameters.OrderBy(parameter => parameter.Name, StringComparer.Ordinal)], [.. outputs]);
    }
}
