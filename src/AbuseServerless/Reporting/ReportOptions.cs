using System.ComponentModel.DataAnnotations;

namespace AbuseServerless.Reporting;

/// <summary>Settings of the report page (section <c>Report</c>).</summary>
public sealed class ReportOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Report";

    /// <summary>Days that a report may cover at the most.</summary>
    public const int MaximumDays = 366;

    /// <summary>
    /// What an operator must give to see the report, 16 to 256 visible ASCII characters. Null (default): nobody is let in by a key.
    /// </summary>
    [RegularExpression("^[!-~]{16,256}$", ErrorMessage = "Report:Key must be 16 to 256 visible ASCII characters.")]
    public string? Key { get; set; }

    /// <summary>
    /// Whether the platform (App Service authentication with Microsoft Entra) lets in only those who may see the report; default false. With true, whoever sends the header
    /// <c>X-MS-CLIENT-PRINCIPAL-ID</c> is let in: only where the platform requires authentication is that header its own, and taken from requests that bring one along. Anywhere else everybody gets in; on Azure the functions do not start with it where the platform's authentication is off.
    /// </summary>
    public bool Entra { get; set; }

    /// <summary>Days that the report covers where the request names no number, 1 to 366; default 28.</summary>
    [Range(1, MaximumDays, ErrorMessage = "Report:Days must be 1 to 366.")]
    public int Days { get; set; } = 28;
}
