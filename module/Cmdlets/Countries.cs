using System.Management.Automation;
using AbuseServerless.PowerShell.Connection;

namespace AbuseServerless.PowerShell.Cmdlets;

/// <summary>Countries as operators name them.</summary>
internal static class Countries
{
    /// <summary>Ends the command where one of them is no country.</summary>
    public static void Check(Cmdlet command, IEnumerable<string>? countries)
    {
        if (countries?.FirstOrDefault(country => !EngineContext.Engine.Countries.ContainsKey(country.ToUpperInvariant())) is { } unknown)
        {
            command.ThrowTerminatingError(Errors.UnknownCountry(unknown));
        }
    }
}
