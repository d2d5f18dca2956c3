using AbuseServerless.Allowances;
using AbuseServerless.Azure.Activity;
using AbuseServerless.Azure.Allowances;
using AbuseServerless.PowerShell.Boundary;

namespace AbuseServerless.PowerShell.Engine;

/// <summary>The allowances of an installation, as the cmdlets ask for them.</summary>
internal sealed class AllowanceStore(AllowanceTable table, ActivityTable activity, TimeProvider time)
{
    // Between codes that were written as one text.
    private static readonly char[] Separators = [',', ';', ' '];

    public IAsyncEnumerable<GeoAllowance> ReadAsync(CancellationToken cancellationToken) => table.ReadAsync(cancellationToken).Select(Output);

    public async Task<GeoAllowance?> FindAsync(string account, CancellationToken cancellationToken)
    {
        var subject = Subject(account);
        var found = subject.IsDomain ? table.FindAsync(subject, cancellationToken) : table.FindCountingAsync(subject.Account, cancellationToken);
        return await found.ConfigureAwait(false) is { } allowance ? Output(allowance) : null;
    }

    public async Task<GeoAllowanceImpact> WeighAsync(string account, IReadOnlyCollection<string> countries, CancellationToken cancellationToken)
    {
        var allowance = Parse(account, countries, "", "");
        var standing = await table.FindAsync(allowance.Subject, cancellationToken).ConfigureAwait(false);
        var isUnseen = standing is null && allowance.Subject.IsAccount && await activity.FindAsync(allowance.Subject.Account, cancellationToken).ConfigureAwait(false) is null;
        return new GeoAllowanceImpact(allowance.Subject.Value, [.. allowance.Countries], standing is null ? null : Output(standing), isUnseen);
    }

    public async Task<GeoAllowance> SetAsync(string account, IReadOnlyCollection<string> countries, string by, string reason, CancellationToken cancellationToken) =>
        Output((await table.SetAsync(Parse(account, countries, by, reason), cancellationToken).ConfigureAwait(false)).Allowance);

    public async Task<GeoAllowance?> RemoveAsync(string account, string by, string reason, CancellationToken cancellationToken) =>
        await table.RemoveAsync(Subject(account), Now(), by, reason, cancellationToken).ConfigureAwait(false) is { } removed ? Output(removed) : null;

    private DateTimeOffset Now() => time.GetUtcNow().ToWholeMilliseconds();

    private Allowance Parse(string account, IReadOnlyCollection<string> countries, string by, string reason)
    {
        var subject = Subject(account);
        try
        {
            return new Allowance(subject, countries.SelectMany(country => country.Split(Separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))) { By = by, Reason = reason, Since = Now() };
        }
        catch (FormatException e)
        {
            throw new EngineException(EngineFault.BadAllowance, $"-Country: {e.Message}", e);
        }
    }

    private static AllowanceSubject Subject(string account)
    {
        try
        {
            return AllowanceSubject.Parse(account);
        }
        catch (FormatException e)
        {
            throw new EngineException(EngineFault.BadAllowance, $"-Account: {e.Message}", e);
        }
    }

    private static GeoAllowance Output(Allowance allowance) => new()
    {
        Account = allowance.Subject.Value,
        Country = [.. allowance.Countries],
        By = allowance.By,
        Reason = allowance.Reason,
        Since = allowance.Since,
    };
}
