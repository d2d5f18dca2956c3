using AbuseServerless.Ingestion.Logs;

namespace AbuseServerless.Tests.Ingestion.Logs;

public class LogHealthTests
{
    [Theory]
    [InlineData(1_000, 900, 5, 0, null)]
    [InlineData(1_000, 900, 5, 99, null)]
    [InlineData(1_000, 900, 5, 100, "100 of 1,000 lines of /m look like mail but were not understood: replay the file to see one.")]
    [InlineData(1_000, 900, 0, 1, "/m contained no login and no delivery, and 1 line looks like mail but was not understood: replay the file to see one.")]
    [InlineData(1_000, 900, 0, 0, null)]
    [InlineData(1_000, 0, 0, 0, "None of 1,000 lines of /m was understood: replay the file to see its likely format.")]
    [InlineData(19, 0, 0, 0, null)]
    public void A_log_that_is_not_understood_is_wrong_once_it_has_some_lines(long lines, long recognised, long events, long notUnderstood, string? wrong) =>
        Assert.Equal(wrong, new LogHealth("/m", lines, recognised, events, notUnderstood).Wrong);

    [Fact]
    public void So_is_one_that_cannot_be_read_or_hides_the_clients()
    {
        Assert.Equal("/m cannot be read: Access denied.", new LogHealth("/m", 0, 0, 0, 0) { Trouble = "Access denied." }.Wrong);
        Assert.StartsWith("All logins of /m come from one private address", new LogHealth("/m", 100, 100, 90, 0) { HidesClients = true }.Wrong, StringComparison.Ordinal);
    }
}
