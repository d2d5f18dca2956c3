using System.Management.Automation;
using System.Net;
using System.Security;

namespace AbuseServerless.PowerShell.Connection;

/// <summary>Takes a secret as text too; kept as a SecureString it is shown by no list of parameters.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SecretAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) is string text ? new NetworkCredential("", text).SecurePassword : inputData;

    /// <summary>The text of a secret.</summary>
    public static string Read(SecureString secret) => new NetworkCredential("", secret).Password;
}
