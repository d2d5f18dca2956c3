using System.Reflection;
using System.Runtime.Loader;
using AbuseServerless.PowerShell.Boundary;

namespace AbuseServerless.PowerShell.Connection;

/// <summary>
/// The load context of the engine and of the Azure SDKs that it was built with: whatever version of them another module has loaded, or will load, the two do not meet.
/// </summary>
internal sealed class EngineContext : AssemblyLoadContext
{
    private const string EngineName = "AbuseServerless.PowerShell.Engine";

    private static readonly Lazy<IEngine> Loaded = new(Load);

    private readonly AssemblyDependencyResolver _resolver;

    private EngineContext(string path)
        : base(EngineName) => _resolver = new AssemblyDependencyResolver(path);

    /// <summary>The engine, loaded on first use.</summary>
    public static IEngine Engine => Loaded.Value;

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        var contract = typeof(IEngine).Assembly;
        if (assemblyName.Name == contract.GetName().Name)
        {
            return contract;
        }

        return _resolver.ResolveAssemblyToPath(assemblyName) is { } path ? LoadFromAssemblyPath(path) : null;
    }

    /// <inheritdoc/>
    protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
        _resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } path ? LoadUnmanagedDllFromPath(path) : nint.Zero;

    private static IEngine Load()
    {
        var path = Path.Combine(Path.GetDirectoryName(typeof(EngineContext).Assembly.Location)!, "engine", EngineName + ".dll");
        var engine = new EngineContext(path).LoadFromAssemblyPath(path);
        return (IEngine)Activator.CreateInstance(engine.GetType(EngineName + ".Engine", throwOnError: true)!)!;
    }
}
