using System.Collections.Concurrent;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AbuseServerless.Functions;

/// <summary>
/// Keeps the keys that ASP.NET makes at each start in memory. Nothing here is protected by them: no cookie, no session, no form. In a file of the user's folder they would be left behind by whoever only tried the demo.
/// </summary>
internal sealed class KeysInMemory : IXmlRepository
{
    private readonly ConcurrentQueue<XElement> _keys = new();

    /// <inheritdoc/>
    public IReadOnlyCollection<XElement> GetAllElements() => [.. _keys.Select(key => new XElement(key))];

    /// <inheritdoc/>
    public void StoreElement(XElement element, string friendlyName) => _keys.Enqueue(new XElement(element));
}

/// <summary>Registers it.</summary>
internal static class KeysInMemoryRegistration
{
    /// <summary>Keeps the keys in memory. That they are not encrypted and are lost at the end, of which ASP.NET warns at each start, is intended.</summary>
    public static IServiceCollection AddKeysInMemory(this IServiceCollection services) => services
        .Configure<KeyManagementOptions>(options => options.XmlRepository = new KeysInMemory())
        .AddLogging(logging => logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error));
}
