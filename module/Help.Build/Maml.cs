using System.Globalization;
using System.Xml.Linq;

namespace AbuseServerless.PowerShell.Help;

/// <summary>Help as PowerShell reads it: Microsoft Assistance Markup Language.</summary>
internal static class Maml
{
    private static readonly XNamespace Root = "http://msh";
    private static readonly XNamespace M = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace C = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace D = "http://schemas.microsoft.com/maml/dev/2004/10";

    /// <param name="all">Cmdlets and their pages.</param>
    /// <param name="address">Where the pages are on the web, for Get-Help -Online; null where they are not.</param>
    public static XDocument Of(IEnumerable<(CmdletShape Cmdlet, HelpPage Page)> all, Uri? address) =>
        new(new XElement(Root + "helpItems", new XAttribute("schema", "maml"), all.Select(one => Command(one.Cmdlet, one.Page, address))));

    private static XElement Command(CmdletShape cmdlet, HelpPage page, Uri? address) => new(
        C + "command",
        new XAttribute(XNamespace.Xmlns + "maml", M),
        new XAttribute(XNamespace.Xmlns + "command", C),
        new XAttribute(XNamespace.Xmlns + "dev", D),
        new XElement(C + "details", new XElement(C + "name", cmdlet.Name), Description(page.Synopsis), new XElement(C + "verb", cmdlet.Verb), new XElement(C + "noun", cmdlet.Noun)),
        Description(page.Description),
        new XElement(C + "syntax", cmdlet.Sets.Select(set => Syntax(cmdlet, set, page))),
        new XElement(C + "parameters", cmdlet.Parameters.Select(parameter => Parameter(parameter, First(parameter), page))),
        new XElement(C + "inputTypes", Inputs(cmdlet)),
        new XElement(C + "returnValues", cmdlet.Outputs.Select(output => new XElement(C + "returnValue", Type(output)))),
        new XElement(M + "alertSet", new XElement(M + "title", "Errors"), new XElement(M + "alert", Paragraphs(page.Errors))),
        new XElement(C + "examples", page.Examples.Select(OfExample)),
        // The first link is what Get-Help -Online opens.
        new XElement(C + "relatedLinks", address is null ? null : Link("Online version:", new Uri(address, cmdlet.Name + ".md")), page.Related.Select(text => Link(text, null))));

    private static XElement Syntax(CmdletShape cmdlet, string set, HelpPage page) => new(
        C + "syntaxItem",
        new XElement(M + "name", cmdlet.Name),
        cmdlet.Parameters
            .Where(parameter => parameter.In(set) is not null)
            .OrderBy(parameter => parameter.In(set)!.Position ?? int.MaxValue)
            .ThenByDescending(parameter => parameter.In(set)!.IsMandatory)
            .ThenBy(parameter => StandardText.Of(parameter.Name) is not null)
            .Select(parameter => Parameter(parameter, parameter.In(set)!, page)));

    private static XElement Parameter(ParameterShape parameter, ParameterUse use, HelpPage page) => new(
        C + "parameter",
        new XAttribute("required", use.IsMandatory ? "true" : "false"),
        new XAttribute("variableLength", "true"),
        new XAttribute("globbing", parameter.TakesWildcards ? "true" : "false"),
        new XAttribute("pipelineInput", use.Pipeline),
        new XAttribute("position", use.Position?.ToString(CultureInfo.InvariantCulture) ?? "named"),
        new XElement(M + "name", parameter.Name),
        Description(Text(parameter, page)),
        parameter.Values.Count == 0 ? null : new XElement(C + "parameterValueGroup", parameter.Values.Select(value => new XElement(C + "parameterValue", new XAttribute("required", "false"), value))),
        parameter.IsSwitch ? null : new XElement(C + "parameterValue", new XAttribute("required", "true"), parameter.Type),
        Type(parameter.Type),
        new XElement(D + "defaultValue", parameter.IsSwitch ? "False" : "None"));

    private static IReadOnlyList<string> Text(ParameterShape parameter, HelpPage page)
    {
        var own = page.Parameters.FirstOrDefault(section => section.Title == "-" + parameter.Name);
        var text = own is null ? [StandardText.Of(parameter.Name)!] : Help.Text.Paragraphs(own.Lines);
        return parameter.Values.Count == 0 ? text : [.. text, $"Values: {string.Join(", ", parameter.Values)}."];
    }

    private static IEnumerable<XElement> Inputs(CmdletShape cmdlet)
    {
        foreach (var parameter in cmdlet.Parameters.Where(parameter => parameter.Sets.Values.Any(use => use.ByValue)))
        {
            yield return new XElement(C + "inputType", Type(parameter.Type.TrimEnd('[', ']')), Description([$"Pipeline objects are values of -{parameter.Name}."]));
        }

        var named = cmdlet.Parameters.Where(parameter => parameter.Sets.Values.Any(use => use.ByPropertyName)).Select(parameter => parameter.Name).ToList();
        if (named.Count > 0)
        {
            yield return new XElement(C + "inputType", Type("PSObject"), Description([$"Objects with any of the properties {string.Join(", ", named)}; these properties are used."]));
        }
    }

    private static ParameterUse First(ParameterShape parameter) => parameter.Sets.Values.First();

    private static XElement OfExample(Example example, int index) => new(
        C + "example",
        new XElement(M + "title", $"--- Example {index + 1}: {example.Title} ---"),
        new XElement(D + "code", example.Code),
        new XElement(D + "remarks", Paragraphs(example.Remarks)));

    private static XElement Link(string text, Uri? uri) => new(M + "navigationLink", new XElement(M + "linkText", text.TrimStart('-', ' ')), new XElement(M + "uri", uri?.AbsoluteUri));

    private static XElement Type(string name) => new(D + "type", new XElement(M + "name", name), new XElement(M + "uri"));

    private static XElement Description(IEnumerable<string> paragraphs) => new(M + "description", Paragraphs(paragraphs));

    private static IEnumerable<XElement> Paragraphs(IEnumerable<string> paragraphs) => paragraphs.Select(paragraph => new XElement(M + "para", paragraph));
}
