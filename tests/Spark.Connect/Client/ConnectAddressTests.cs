using Spark.Connect.Client;
using Xunit;

namespace Spark.Connect.Tests.Client;

public class ConnectAddressTests
{
    [Theory]
    [InlineData("sc://host", "host", 15002, false)]
    [InlineData("sc://host:1234", "host", 1234, false)]
    [InlineData("sc://host:1234/", "host", 1234, false)]
    [InlineData("SC://host/;user_id=me", "host", 15002, false)]
    [InlineData("sc://host/;use_ssl=true", "host", 15002, true)]
    [InlineData("sc://host:443/;use_ssl=TRUE;", "host", 443, true)]
    [InlineData("sc://[::1]:77/;token=t", "[::1]", 77, false)]
    [InlineData("sc://[2001:db8::1]", "[2001:db8::1]", 15002, false)]
    [InlineData("sc://localhost/;token=t", "localhost", 15002, false)]
    [InlineData("sc://127.0.0.1/;token=t;use_ssl=true", "127.0.0.1", 15002, true)]
    public void Host_port_and_encryption_are_read(string text, string host, int port, bool tls)
    {
        var address = ConnectAddress.Parse(text);

        Assert.Equal((host, port, tls), (address.Host, address.Port, address.UseTls));
    }

    [Fact]
    public void A_token_never_leaves_the_machine_in_plain_text()
    {
        Assert.True(ConnectAddress.Parse("sc://host/;token=t").UseTls);
        Assert.True(ConnectAddress.Parse("sc://host/;token=t;use_ssl=false").UseTls);
        Assert.False(ConnectAddress.Parse("sc://127.0.0.1/;token=t").UseTls);
    }

    [Fact]
    public void Parameters_of_the_client_are_read_and_others_become_headers()
    {
        const string id = "11111111-2222-4333-8444-555555555555";
        var address = ConnectAddress.Parse(
            $"sc://h:443/;use_ssl=true;x-aws-proxy-auth=a%3Db=c;user_id=me%20too;user_agent=app;session_id={id};grpc_max_message_size=1000;token=s%3Bt"
        );

        Assert.Equal(("me too", "app", id, 1000), (address.UserId, address.UserAgent, address.SessionId, address.MaxMessageSize));
        Assert.Equal([new("x-aws-proxy-auth", "a=b=c"), new("authorization", "Bearer s;t")], address.Headers);
    }

    [Theory]
    [InlineData("http://host", "sc://")]
    [InlineData("sc://", "no host")]
    [InlineData("sc://:15002", "no host")]
    [InlineData("sc://ho st", "not a host")]
    [InlineData("sc://::1", "not a host")]
    [InlineData("sc://user@host", "user")]
    [InlineData("sc://host:port", "not a port")]
    [InlineData("sc://host:70000", "not a port")]
    [InlineData("sc://host/path", "path")]
    [InlineData("sc://host;token=secret", "before the first semicolon")]
    [InlineData("sc://host/;secret", "pair")]
    [InlineData("sc://host/;=secret", "pair")]
    [InlineData("sc://host/;token=secret%0d%0ax: y", "line break")]
    [InlineData("sc://host/;my header=secret", "header")]
    [InlineData("sc://host/;x-bin=secret", "header")]
    [InlineData("sc://host/;session_id=secret", "UUID")]
    [InlineData("sc://host/;grpc_max_message_size=secret", "number")]
    public void A_wrong_connection_string_is_refused_without_repeating_secrets(string text, string part)
    {
        var message = Assert.Throws<ArgumentException>(() => ConnectAddress.Parse(text)).Message;

        Assert.Contains(part, message);
        Assert.DoesNotContain("secret", message);
    }

    [Fact]
    public void The_address_shows_no_parameters() =>
        Assert.Equal("sc://host:15002", ConnectAddress.Parse("sc://host/;token=secret;x=secret").ToString());
}
