using System.Text;
using AbuseServerless.Queue;

namespace AbuseServerless.Tests.Queue;

public sealed class EximQueueFileTests
{
    private const string Beginning = "1wPq3a-000abc-2K-H\nDebian-exim 100 105\n<shared@example.test>\n1795909486 0\n-received_time_usec .000071\n";
    private const string End = "XX\n1\nfriend@example.org\n\n033  Subject: -auth_id forged\n";

    private static readonly DateTimeOffset Arrived = new(2026, 11, 28, 23, 44, 46, TimeSpan.Zero);

    [Theory]
    [InlineData("-auth_id Alice@example.test\n")]
    [InlineData("--auth_id Alice@example.test\n")]
    [InlineData("--(mysql)auth_id Alice@example.test\n")]
    [InlineData("--helo_name laptop\n--host_address [192.0.2.1]:40000\n--host_auth plain\n-deliver_firsttime\n--auth_id Alice@example.test\n--auth_sender victim@example.test\n-local\n")]
    public void The_login_is_the_authenticated_id(string options) => Assert.Equal(new QueueFile("Alice@example.test", Arrived, 0), Read(Beginning + options + End).Message);

    [Theory]
    [InlineData("--auth_sender alice@example.test\n--host_auth plain\n")]
    [InlineData("--helo_name -auth_id alice\n--ident auth_id alice\n")]
    public void Nothing_else_is_a_login(string options) => Assert.Equal(new QueueFile(null, Arrived, 0), Read(Beginning + options + End).Message);

    // Lines of Exim 4.96 behind logins that were sent to it.
    [Theory]
    [InlineData(@"x\303\251@example.jp", "xé@example.jp")]
    [InlineData(@"\346\227\245\346\234\254\\346\235\261", @"日本\東")]
    [InlineData("日本\\東", @"日本\東")]
    [InlineData(@"CORP\bob", @"CORP\bob")]
    [InlineData(@"CORP\nancy", @"CORP\nancy")]
    [InlineData(@"x\351latin", @"x\351latin")]
    [InlineData("t\tab\\001\\037\\177\\n", "t\tab\\001\\037\\177\\n")]
    [InlineData("a b \"q\"'s@x", "a b \"q\"'s@x")]
    [InlineData(@"é\303\251", @"é\303\251")]
    [InlineData(@"x\303\25", @"x\303\25")]
    [InlineData(@"x\303\258", @"x\303\258")]
    [InlineData(@"x\", @"x\")]
    public void Bytes_beyond_ASCII_are_written_in_octal_and_a_backslash_as_it_is(string written, string login) => Assert.Equal(login, Read($"{Beginning}--auth_id {written}\n{End}").Message.Login);

    [Fact]
    public void A_value_of_an_ACL_variable_may_look_like_anything()
    {
        const string Value = "x\n-auth_id victim\n-frozen 1\nXX";
        var file = Read($"{Beginning}--aclm m0 {Value.Length}\n{Value}\n-aclc c_spam 0\n\n--auth_id alice\n{End}");
        Assert.Equal(("alice", false), (file.Message.Login, file.IsFrozen));
    }

    [Fact]
    public void Of_two_logins_the_first_was_written_by_Exim() => Assert.Equal("alice\ufffd", Read($"{Beginning}--auth_id alice\ufffd\n-auth_id victim\n{End}").Message.Login);

    [Theory]
    [InlineData("-auth_id alice\n-deliver_firsttime\n", false, true)]
    [InlineData("-auth_id alice\n-frozen 1795909500\n", true, false)]
    [InlineData("-auth_id alice\n-manual_thaw\n", false, false)]
    [InlineData("--helo_name -frozen 1\n", false, false)]
    public void It_tells_whether_it_is_frozen_and_whether_it_was_tried(string options, bool frozen, bool isNew) =>
        Assert.Equal((frozen, isNew), (Read(Beginning + options + End).IsFrozen, Read(Beginning + options + End).IsNew));

    [Fact]
    public void A_file_that_is_cut_short_tells_nothing()
    {
        const string File = Beginning + "--aclm m0 3\nabc\n--auth_id alice\n-frozen 1795909500\n";
        for (var length = 0; length <= File.Length; length++)
        {
            Assert.Equal(default, Read(File[..length]));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("1wPq3a-000abc-2K-D\nx\n<a>\n1 0\n-auth_id a\nXX\n")]
    [InlineData("1wPq3a-000abc-2K-H\nx\na\n1 0\n-auth_id a\nXX\n")]
    [InlineData("1wPq3a-000abc-2K-H\nx\n<a>\nx 0\n-auth_id a\nXX\n")]
    [InlineData("1wPq3a-000abc-2K-H\nx\n<a>\n1 0\n-aclm m0 x\n-auth_id a\nXX\n")]
    [InlineData("1wPq3a-000abc-2K-H\nx\n<a>\n1 0\n-aclm m0 2147483647\n-auth_id a\nXX\n")]
    public void What_is_no_header_file_tells_nothing(string text) => Assert.Equal(default, Read(text));

    private static EximQueueFile Read(string text) => EximQueueFile.Read(Encoding.UTF8.GetBytes(text));
}
