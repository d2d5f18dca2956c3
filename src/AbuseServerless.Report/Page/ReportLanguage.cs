namespace AbuseServerless.Report.Page;

/// <summary>Languages of the page.</summary>
public enum ReportLanguage
{
    /// <summary>English.</summary>
    En,

    /// <summary>Japanese.</summary>
    Ja,
}
