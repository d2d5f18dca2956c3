using System.ComponentModel.DataAnnotations;

namespace AbuseServerless.Report;

/// <summary>Settings of the report page (section <c>Report</c>).</summary>
public sealed class ReportOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Report";

    /// <summary>Maximum number of days that a report may cover.</summary>
    public const int MaximumDays = 366;

    /// <summary>
    /// The key that an operator must give to see the report, 16 to 256 visible ASCII characters. Null (default): no access with a key.
    /// </summary>
    [RegularExpression("^[!-~]{16,256}$", ErrorMessage = "Report:Key must be 16 to 256 visible ASCII characters.")]
    public string? Key { get; set; }

    /// <summary>
    /// Whether to rely on the platform (App Service authentication with Microsoft Entra) to admit only people who may see the report; default false. With true, anyone who sends the header
    /// <c>X-MS-CLIENT-PRINCIPAL-ID</c> is admitted: only if the platform requires authentication does it set this header itself and remove it from incoming requests. Anywhere else, everybody gets in; on Azure, the functions do not start with it if the platform's authentication is off.
    /// </summary>
    public bool Entra { get; set; }

    /// <summary>Days that the report covers if the request does not say, 1 to 366; default 28.</summary>
    [Range(1, MaximumDays, ErrorMessage = "Report:Days must be 1 to 366.")]
    public int Days { get; set; } = 28;
}
