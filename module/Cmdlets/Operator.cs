namespace AbuseServerless.PowerShell.Cmdlets;

/// <summary>Who works with the module, as the audit log names them.</summary>
internal static class Operator
{
    /// <summary><c>user@host</c>.</summary>
    public static string Name => $"{Environment.UserName}@{Environment.MachineName}";
}
