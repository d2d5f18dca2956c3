using System.Net;
using AbuseServerless.PowerShell.Accounts;

namespace AbuseServerless.PowerShell.Cmdlets;

/// <summary>Whether exemptions cover a client address or an account.</summary>
internal sealed class ExemptionCover
{
    private readonly string _account;

    /// <param name="named">An address, a network, or else an account.</param>
    public ExemptionCover(string named)
    {
        _account = AccountPattern.Normalise(named);
        Network = IPNetwork.TryParse(named.Trim(), out var network) ? network : null;

        // .NET takes 8.8.8 for 8.8.0.8, and 8 for 0.0.0.8.
        Address = (named.Contains(':', StringComparison.Ordinal) || named.Count(character => character == '.') == 3) && IPAddress.TryParse(named.Trim(), out var address) ? (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address) : null;
    }

    /// <summary>Whether it was to be an address or a network, and is none.</summary>
    public bool IsMistaken => Address is null && Network is null && _account.Length > 0 && (char.IsAsciiDigit(_account[0]) || _account[0] == ':') && _account.All(character => char.IsAsciiHexDigit(character) || character is '.' or ':' or '/');

    /// <summary>The address; null where an account is named.</summary>
    public IPAddress? Address { get; }

    /// <summary>The network; null where an address or an account is named.</summary>
    public IPNetwork? Network { get; }

    /// <summary>The address' country; null where it is not known.</summary>
    public string? Country { get; set; }

    /// <summary>Exemptions so far of which nobody here can say whether they cover the address.</summary>
    public int Unknown { get; private set; }

    /// <summary>Whether it is covered by an exemption.</summary>
    public bool IsBy(GeoExemption exemption)
    {
        switch (exemption.Kind)
        {
            case GeoExemptionKind.Account:
                return Address is null && Network is null && new AccountPattern(exemption.Value).Matches(_account);
            case GeoExemptionKind.Network:
                return IPNetwork.TryParse(exemption.Value, out var network)
                    && (Network is { } asked ? network.PrefixLength <= asked.PrefixLength && network.Contains(asked.BaseAddress) : Address is not null && network.Contains(Address));
            case GeoExemptionKind.Country when Country is not null:
                return exemption.Value == Country;
            default:
                Unknown += Address is null && Network is null ? 0 : 1;
                return false;
        }
    }
}
