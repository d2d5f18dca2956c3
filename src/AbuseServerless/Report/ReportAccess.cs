using AbuseServerless.AuthPolicy;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Report;

/// <summary>Who may see the report. Without a key and without Entra, nobody.</summary>
public sealed class ReportAccess
{
    /// <summary>Name of the header in which the platform says who has signed in.</summary>
    public const string PrincipalHeader = "X-MS-CLIENT-PRINCIPAL-ID";

    private readonly AccessKeys _keys;
    private readonly bool _entra;

    /// <summary>Takes the key and the trust in the platform from the settings.</summary>
    public ReportAccess(IOptions<ReportOptions> options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _keys = new AccessKeys(options.Value.Key);
        _entra = options.Value.Entra;
    }

    /// <summary>Whether a key opens it, so that it is worth asking for one.</summary>
    public bool HasKey => _keys.Any;

    /// <summary>Whether a request may come in.</summary>
    /// <param name="apiKey">Value of <see cref="AccessKeys.Header"/>; null where it is missing.</param>
    /// <param name="authorization">Value of <c>Authorization</c>: <c>Basic</c> with the key as password, or <c>Bearer KEY</c>; null where it is missing.</param>
    /// <param name="principalId">Value of <see cref="PrincipalHeader"/>; null where it is missing.</param>
    public bool Admit(string? apiKey, string? authorization, string? principalId) =>
        _keys.Admit(apiKey, authorization) || (_entra && !string.IsNullOrEmpty(principalId));
}
