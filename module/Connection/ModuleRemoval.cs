using System.Management.Automation;

namespace AbuseServerless.PowerShell.Connection;

/// <summary>Lets go of the connections when the module is removed.</summary>
public sealed class ModuleRemoval : IModuleAssemblyCleanup
{
    /// <inheritdoc/>
    public void OnRemove(PSModuleInfo psModuleInfo) => Connections.Close(null);
}
