using Azure.Core;
using Azure.Data.Tables;
using Azure.Identity;
using Microsoft.Extensions.Configuration;

namespace AbuseServerless.Azure.Storage;

/// <summary>Opens the storage account that the settings name.</summary>
public static class StorageConnection
{
    /// <summary>Name of the setting.</summary>
    public const string Setting = "Storage";

    /// <summary>
    /// <c>Storage</c> = a connection string, or <c>Storage:tableServiceUri</c> = the account's table endpoint, to be entered with the process's identity
    /// (<c>Storage:clientId</c> names a user-assigned one).
    /// </summary>
    /// <exception cref="InvalidOperationException">Neither setting is there, or it cannot be read.</exception>
    public static TableServiceClient Open(IConfiguration configuration, TableClientOptions? options = null)
    {
        if (configuration[Setting] is { Length: > 0 } connectionString)
        {
            return Open(connectionString, options);
        }

        var uri = configuration[Setting + ":tableServiceUri"];
        if (Uri.TryCreate(uri, UriKind.Absolute, out var endpoint))
        {
            return Open(endpoint, new DefaultAzureCredential(new DefaultAzureCredentialOptions { ManagedIdentityClientId = configuration[Setting + ":clientId"] }), options);
        }

        throw new InvalidOperationException(uri is null
            ? "Setting Storage is missing: a connection string, or Storage:tableServiceUri for access by identity."
            : $"Setting Storage:tableServiceUri is not an absolute URI: '{uri}'.");
    }

    /// <summary>Client options with which requests are counted, see <see cref="StorageMetrics"/>.</summary>
    public static TableClientOptions Counted()
    {
        var options = new TableClientOptions();
        options.AddPolicy(new StorageMetrics(), HttpPipelinePosition.PerRetry);
        return options;
    }

    /// <summary>Opens an account by connection string.</summary>
    /// <exception cref="InvalidOperationException">The connection string cannot be read.</exception>
    public static TableServiceClient Open(string connectionString, TableClientOptions? options = null)
    {
        try
        {
            return new TableServiceClient(connectionString, Ready(options));
        }
        catch (Exception e) when (e is FormatException or ArgumentException or InvalidOperationException)
        {
            throw new InvalidOperationException("Setting Storage is not the connection string of a storage account.", e);
        }
    }

    /// <summary>Opens an account by identity.</summary>
    public static TableServiceClient Open(Uri endpoint, TokenCredential credential, TableClientOptions? options = null) =>
        new(endpoint, credential, Ready(options));

    private static TableClientOptions Ready(TableClientOptions? options)
    {
        options ??= new TableClientOptions();
        options.AddPolicy(new TransactionPolicy(), HttpPipelinePosition.PerCall);
        options.AddPolicy(new PassingFaultPolicy(), HttpPipelinePosition.PerRetry);
        return options;
    }
}
