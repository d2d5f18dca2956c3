namespace AbuseServerless.Quotas;

/// <summary>What was counted for a request, until it is known whether other hosts leave room for it.</summary>
/// <param name="Request">The request.</param>
/// <param name="Messages">Messages counted.</param>
/// <param name="Recipients">Recipients counted.</param>
/// <param name="WaitsForDomain">Whether its domain is pending because of it.</param>
/// <param name="Minute">The minute in which it was counted.</param>
/// <param name="Number">Number of the change that counted it.</param>
/// <param name="MayBeHeld">Whether its message may turn out to be held or filtered as a whole.</param>
public sealed record QuotaTicket(QuotaRequest Request, int Messages, int Recipients, bool WaitsForDomain, int Minute, long Number, bool MayBeHeld)
{
    internal int Of(QuotaMeasure measure) => measure switch
    {
        QuotaMeasure.Messages => Messages,
        QuotaMeasure.Recipients => Recipients,
        _ => WaitsForDomain ? 1 : 0,
    };
}
