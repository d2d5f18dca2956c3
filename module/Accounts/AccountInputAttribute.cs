using System.Collections;
using System.Management.Automation;

namespace AbuseServerless.PowerShell.Accounts;

/// <summary>
/// Takes an account from text, or from an object that has one (<see cref="AccountProperty"/>). Anything else is an error that says what came: PowerShell by itself would take whatever the object's text is for a login.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class AccountInputAttribute : ArgumentTransformationAttribute
{
    /// <summary>Properties by which the command takes an object otherwise: one that has any of them is no account, whatever else it has.</summary>
    public string[] Otherwise { get; set; } = [];

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        var given = inputData is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : inputData;
        return given switch
        {
            string text => Checked(text),
            null => given,
            IList several => several.Cast<object?>().Select(Of).ToArray(),
            _ => new[] { Of(inputData) },
        };
    }

    private static string? Checked(string? name) => name is not null && AccountPattern.IsMisread(name)
        ? throw new ArgumentTransformationMetadataException($"'{Visible.Of(name)}' was read in the wrong encoding. Give the right one when you read the file, for example Import-Csv -Encoding 1252 for a file from a Western European Excel.")
        : name;

    private string? Of(object? item)
    {
        if (item is null || (item is PSObject wrapped ? wrapped.BaseObject : item) is string)
        {
            return Checked(item?.ToString());
        }

        // Whatever PowerShell cannot convert, it leaves to the parameters that take properties by their names.
        return Otherwise.Length > 0 && Otherwise.Any(name => AccountProperty.Has(item, name))
            ? throw new ArgumentTransformationMetadataException("", new PSInvalidCastException())
            : Checked(AccountProperty.Find(item)) ?? throw new ArgumentTransformationMetadataException(AccountFault.Of(item));
    }
}
