using System.Reflection;

namespace AbuseServerless.PowerShell.Help;

/// <summary>Reads attributes without making them: their assembly is one to compile against only.</summary>
internal static class AttributeReading
{
    /// <summary>A named argument; the default where it is not given.</summary>
    public static T? Named<T>(this CustomAttributeData attribute, string name) =>
        attribute.NamedArguments.FirstOrDefault(argument => argument.MemberName == name).TypedValue.Value is T value ? value : default;
}
